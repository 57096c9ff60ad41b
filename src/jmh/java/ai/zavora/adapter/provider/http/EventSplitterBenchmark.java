package ai.zavora.adapter.provider.http;

import ai.zavora.base.json.JsonException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.infra.Blackhole;

/** Nanoseconds per event of cutting a stream of chat completion chunks that arrives in 8 KiB pieces. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class EventSplitterBenchmark {
    private static final int EVENTS = 1000;
    private static final int PIECE = 8192;

    private final byte[][] pieces = pieces();

    @Benchmark
    @OperationsPerInvocation(EVENTS)
    public void split(Blackhole hole) throws JsonException {
        var splitter = new EventSplitter(Framing.SSE, event -> {
            hole.consume(event);
            return false;
        });
        for (var piece : pieces) {
            splitter.feed(piece);
        }
        splitter.end();
    }

    private static byte[][] pieces() {
        var chunk = "data: {\"id\":\"c1\",\"object\":\"chat.completion.chunk\",\"created\":1,\"model\":\"m\","
                + "\"choices\":[{\"index\":0,\"delta\":{\"content\":\"word \"},\"finish_reason\":null}]}\n\n";
        var bytes = chunk.repeat(EVENTS).getBytes(StandardCharsets.UTF_8);
        var pieces = new byte[(bytes.length + PIECE - 1) / PIECE][];
        for (var i = 0; i < pieces.length; i++) {
            pieces[i] = java.util.Arrays.copyOfRange(bytes, i * PIECE, Math.min(bytes.length, (i + 1) * PIECE));
        }
        return pieces;
    }
}
