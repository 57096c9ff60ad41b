package ai.zavora.adapter.telemetry.otel;

import static org.assertj.core.api.Assertions.assertThat;

import ai.zavora.base.config.NetworkSettings;
import ai.zavora.base.config.OtlpSettings;
import ai.zavora.base.json.JsonValue;
import ai.zavora.core.agent.TurnEvent;
import ai.zavora.core.llm.ModelRoute;
import ai.zavora.testing.JavaProcess;
import ai.zavora.testing.Otlp;
import ai.zavora.testing.OtlpReceiver;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the thread that talks to the collector survives, and what it keeps. */
@Timeout(120)
final class MailboxTest {
    private static final String SERVER = "server.serve";

    /** More than can wait. */
    private static final int FLOOD = 5000;

    private final List<String> warnings = new CopyOnWriteArrayList<>();
    private final CountDownLatch warned = new CountDownLatch(1);
    private final CountDownLatch goOn = new CountDownLatch(1);

    private Mailbox mailbox(OtlpSettings settings, String command) {
        return new Mailbox(settings, TestCollectors.run(command), this::warn);
    }

    /** A mailbox whose thread stands still when it tells of the first loss, until it may go on. */
    private Mailbox stallingMailbox(OtlpReceiver collector) {
        return new Mailbox(TestCollectors.at(collector.endpoint()), TestCollectors.run(SERVER), warning -> {
            warn(warning);
            try {
                goOn.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
    }

    private void warn(String warning) {
        warnings.add(warning);
        warned.countDown();
    }

    private static Mail.Recorded record(String event) throws InterruptedException {
        return new Mail.Recorded(TestCollectors.NOW, "default", Optional.empty(), event, JsonValue.Obj.EMPTY);
    }

    /** A record no log can be made of. */
    private static Mail.Recorded impossible() {
        var payload =
                JsonValue.object().put("number", new JsonValue.Num("none")).build();
        return new Mail.Recorded(TestCollectors.NOW, "default", Optional.empty(), "impossible", payload);
    }

    private static OtlpTurn startedTurn(Mailbox mailbox, String session) {
        var turn = new OtlpTurn(session, "assistant", InstantSource.fixed(TestCollectors.NOW), mailbox);
        turn.accept(new TurnEvent.TurnStarted("t-" + session, new ModelRoute("openai", "m-1")));
        return turn;
    }

    private static void close(Mailbox mailbox) {
        mailbox.close(new Mail.End(TestCollectors.NOW));
    }

    @Test
    void aRecordThatNothingCanBeMadeOfCostsNoOther() throws InterruptedException {
        try (var collector = OtlpReceiver.start()) {
            var mailbox = mailbox(TestCollectors.at(collector.endpoint()), SERVER);
            mailbox.put(record("before"));
            mailbox.put(impossible());
            mailbox.put(record("after"));
            // not the end, which waits for the collector for a moment only
            collector.await("both records", () -> collector.logs().size() == 2);
            warned.await();

            close(mailbox);

            assertThat(collector.logs()).extracting(Otlp.Log::event).containsExactly("before", "after");
            assertThat(warnings)
                    .startsWith("Telemetry could not be sent to the collector: defect: NumberFormatException."
                            + " Records are lost; nothing else is affected.");
        }
    }

    @ParameterizedTest
    @CsvSource({"100, out of memory", "200, too much for one request"})
    void recordsThatCannotBeSentCostNoOther(String kib, String reason) throws IOException, InterruptedException {
        // one full request, which is made when the last of them is there
        var large = 512;
        try (var collector = OtlpReceiver.start();
                var process = JavaProcess.start(
                        List.of("-Xmx40m"),
                        LargeRecordsProcess.class,
                        collector.endpoint(),
                        Integer.toString(large),
                        kib)) {
            // the first sending is over, and cannot take some of the others
            awaitLog(collector, "before");
            process.goOnOnce();
            awaitLog(collector, "after");
            process.goOn();

            assertThat(process.exitCode()).isZero();
            assertThat(collector.logs()).extracting(Otlp.Log::event).containsOnly("before", "after");
            var told = process.rest();
            assertThat(told)
                    .hasSize(2)
                    .startsWith("Telemetry could not be sent to the collector: " + reason
                            + ". Records are lost; nothing else is affected.");
            // the span of the command is one more where the end, which is short, does not see it arrive
            assertThat(told.getLast())
                    .isIn(
                            "In all, " + large + " telemetry records for the collector were lost.",
                            "In all, " + (large + 1) + " telemetry records for the collector were lost.");
        }
    }

    private static void awaitLog(OtlpReceiver collector, String event) throws InterruptedException {
        collector.await("the record " + event, () -> collector.logs().stream()
                .anyMatch(log -> log.event().equals(event)));
    }

    @Test
    void aThreadThatCannotGoOnKeepsNothing() throws InterruptedException {
        var network = new NetworkSettings(
                Optional.empty(), Optional.empty(), List.of(), Optional.of(Path.of("no/such/authorities.pem")));
        var mailbox = mailbox(TestCollectors.at("https://127.0.0.1:9", network), SERVER);
        for (var number = 0; number < 10; number++) {
            mailbox.put(record("early"));
        }
        warned.await();
        var turn = startedTurn(mailbox, "late");
        turn.close();
        for (var number = 0; number < 10; number++) {
            mailbox.put(record("late"));
        }

        assertThat(mailbox.waiting()).isZero();

        close(mailbox);
        assertThat(warnings).hasSize(2);
        assertThat(warnings.getFirst()).contains("no/such/authorities.pem");
        assertThat(warnings.getLast()).isEqualTo("In all, 21 telemetry records for the collector were lost.");
    }

    @Test
    void theEndOfATurnIsTakenWhereNothingElseIs() throws InterruptedException {
        try (var collector = OtlpReceiver.start()) {
            var mailbox = stallingMailbox(collector);
            var turn = startedTurn(mailbox, "one");
            mailbox.put(impossible());
            warned.await();
            for (var number = 0; number < FLOOD; number++) {
                mailbox.put(record("flood"));
            }
            turn.close();
            goOn.countDown();

            // not at the end of the command, which ends what is open
            collector.awaitSpan("invoke_agent assistant");

            close(mailbox);
            assertThat(warnings.getLast()).startsWith("In all, ");
        }
    }

    @Test
    void theEndsThatWaitAreBounded() throws InterruptedException {
        try (var collector = OtlpReceiver.start()) {
            var mailbox = stallingMailbox(collector);
            mailbox.put(impossible());
            warned.await();
            for (var number = 0; number < FLOOD; number++) {
                mailbox.put(record("flood"));
            }
            var full = mailbox.waiting();
            for (var number = 0; number < FLOOD; number++) {
                startedTurn(mailbox, "s-" + number).close();
            }

            assertThat(mailbox.waiting()).isEqualTo(full).isLessThan(FLOOD);

            goOn.countDown();
            close(mailbox);
        }
    }
}
