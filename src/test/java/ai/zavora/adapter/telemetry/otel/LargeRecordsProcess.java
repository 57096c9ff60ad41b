package ai.zavora.adapter.telemetry.otel;

import ai.zavora.base.json.JsonValue;
import java.io.IOException;
import java.time.InstantSource;
import java.util.concurrent.CountDownLatch;

/**
 * A process that records one thing, with the first byte of its standard input more than it has the memory to send, when
 * it was told so one record that it has, and ends with the next byte or the input's end. Warnings go to standard output.
 * Arguments: collector, how many records, and how many KiB each of them has.
 */
final class LargeRecordsProcess {
    private LargeRecordsProcess() {}

    public static void main(String[] args) throws InterruptedException, IOException {
        var told = new CountDownLatch(1);
        // they share one text: only a request that holds all of them is large
        var payload = JsonValue.object()
                .put("text", "x".repeat(Integer.parseInt(args[2]) << 10))
                .build();
        try (var telemetry = new OtlpTelemetry(
                TestCollectors.at(args[0]),
                TestCollectors.run("server.serve"),
                "default",
                InstantSource.system(),
                warning -> {
                    System.out.println(warning);
                    told.countDown();
                })) {
            telemetry.record("before", JsonValue.Obj.EMPTY);
            System.in.read();
            for (var number = Integer.parseInt(args[1]); number > 0; number--) {
                telemetry.record("large", payload);
            }
            told.await();
            telemetry.record("after", JsonValue.Obj.EMPTY);
            System.in.read();
        }
    }
}
