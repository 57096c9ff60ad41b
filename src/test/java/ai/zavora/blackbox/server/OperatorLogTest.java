package ai.zavora.blackbox.server;

import static org.assertj.core.api.Assertions.assertThat;

import ai.zavora.testing.Fault;
import ai.zavora.testing.NamedPipe;
import ai.zavora.testing.Reply;
import ai.zavora.testing.ServedAgent;
import java.io.BufferedReader;
import java.io.FileInputStream;
import java.io.InputStreamReader;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** What callers are not told of a failure stands in the log, under the id of their request. */
final class OperatorLogTest extends ServerTest {
    private static final String ASK = "/v1/ask";
    private static final String HI = "{\"prompt\":\"hi\"}";
    private static final String OWN_WORDS = "shard blue-7 of tenant acme is gone";
    private static final String KEY = "sk-canary-0123456789";

    /** An answer in which the provider says more than it should. */
    private static Fault refusal(int status) {
        return Fault.refusal(status, OWN_WORDS + ", key " + KEY);
    }

    private ServedAgent serveWithKey() throws InterruptedException {
        return ServedAgent.start(program().with("OPENAI_API_KEY", KEY).with("ZAVORA_MODEL_ATTEMPTS", "2"));
    }

    @Test
    void theWordsOfTheProviderAreForTheOperator() throws InterruptedException {
        model.otherwise(refusal(400));
        try (var agent = serveWithKey()) {
            var answer = agent.send(agent.posting(ASK, HI).header("X-Request-Id", "whole-1"));

            assertThat(answer.status()).isEqualTo(500);
            assertThat(answer.json().string("category")).contains("PROVIDER");
            assertThat(answer.json().string("request_id")).contains("whole-1");
            assertThat(answer.json().string("message").orElseThrow()).contains("HTTP 400");
            assertThat(answer.json().string("hint").orElseThrow()).isNotBlank();
            assertThat(answer.text()).doesNotContain("blue-7", KEY);
            var run = agent.stop();
            assertThat(run.err().lines().filter(line -> line.contains("\"request_id\":\"whole-1\"")))
                    .anySatisfy(line -> assertThat(line)
                            .contains(OWN_WORDS, "PROVIDER", "\"problem\":\"provider\"", "\"cause\":\"bad_request\"")
                            .doesNotContain("Exception"));
            assertThat(run.err()).doesNotContain(KEY);
        }
    }

    @Test
    void soItIsInStreamsAndWhereARequestIsTriedAgain() throws InterruptedException {
        model.otherwise(refusal(500));
        try (var agent = serveWithKey()) {
            var events = agent.send(
                    agent.posting(ASK, HI).header("Accept", "text/event-stream").header("X-Request-Id", "stream-1"));

            assertThat(events.text())
                    .contains("Trying again", "\"category\":\"PROVIDER\"")
                    .doesNotContain("blue-7", KEY);
            agent.program().awaitError(OWN_WORDS);
        }
    }

    /** A key in the wrong place of a request is not kept; who sent it is told what it sent. */
    @Test
    void aKeyInAPathOrAnIdOfARequestIsLeftOut() throws InterruptedException {
        model.otherwise(refusal(400));
        try (var agent = serveWithKey()) {
            var missing = agent.get("/v1/sessions/" + KEY);
            var failed = agent.send(agent.posting(ASK, HI).header("X-Request-Id", KEY));

            assertThat(missing.status()).isEqualTo(404);
            assertThat(failed.status()).isEqualTo(500);
            assertThat(failed.header("X-Request-Id")).isEqualTo(KEY);
            var run = agent.stop();
            assertThat(run.err())
                    .contains("\"path\":\"/v1/sessions/[REDACTED]\"", "\"request_id\":\"[REDACTED]\",\"problem\"")
                    .doesNotContain(KEY);
        }
    }

    @Test
    void soItIsInChatCompletions() throws InterruptedException {
        model.otherwise(refusal(400));
        try (var agent = serveWithKey()) {
            var answer = Chat.ask(agent, Chat.saying("hi", ""));

            assertThat(answer.status()).isEqualTo(500);
            assertThat(answer.text()).contains("HTTP 400").doesNotContain("blue-7", KEY);
            agent.program().awaitError(OWN_WORDS);
        }
    }

    @Test
    void whatIsTooLongIsTheCallersAndTheLogHasWhatTheProviderSaid() throws InterruptedException {
        model.reply(Fault.contextOverflow(), Reply.text("well"));
        try (var agent = serveWithKey()) {
            var answer = agent.send(agent.posting(ASK, HI).header("X-Request-Id", "long-1"));

            assertThat(answer.status()).isEqualTo(400);
            assertThat(answer.json().string("category")).contains("INPUT");
            agent.program().awaitError("\"request_id\":\"long-1\",\"problem\":\"input\"");
            agent.program().awaitError("\"cause\":\"context_overflow\"");
        }
    }

    @Test
    void aBlockedTurnIsToldWithoutWhatWasSaid() throws InterruptedException {
        model.otherwise(Reply.text("the password is swordfish"));
        try (var agent = serve("--guardrail-input-mode", "block", "--guardrail-output-mode", "block")) {
            agent.send(
                    agent.posting(ASK, "{\"prompt\":\"my password is canary\"}").header("X-Request-Id", "prompt-1"));
            agent.send(
                    agent.posting(ASK, HI).header("Accept", "text/event-stream").header("X-Request-Id", "answer-1"));
            var log = agent.stop().err();

            assertThat(log.lines().filter(line -> line.contains("guardrail_blocked")))
                    .hasSize(2)
                    .anyMatch(line -> line.contains("prompt-1"))
                    .anyMatch(line -> line.contains("answer-1"));
            assertThat(log).doesNotContain("canary", "swordfish");
        }
    }

    /** As of a program that collects logs and has stopped. */
    @Test
    void aLogThatNobodyReadsHoldsOneRequestUpAndNoOther() throws Exception {
        var callers = 40;
        var each = 20;
        var log = NamedPipe.at(folder.resolve("log"));
        try (var pipe = new RandomAccessFile(log.toFile(), "rw");
                var agent = ServedAgent.of(program().startShell("exec \"$ZAVORA\" server serve --port 0 2>log"));
                var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var others = new CountDownLatch(callers - 1);
            var calls = new ArrayList<Future<?>>();
            for (var caller = 0; caller < callers; caller++) {
                calls.add(threads.submit(() -> {
                    for (var request = 0; request < each; request++) {
                        agent.get("/healthz");
                    }
                    others.countDown();
                    return true;
                }));
            }

            assertThat(others.await(60, TimeUnit.SECONDS)).isTrue();

            var lines = new BufferedReader(
                    new InputStreamReader(new FileInputStream(pipe.getFD()), StandardCharsets.UTF_8));
            for (var read = 0; read < callers * each; ) {
                if (lines.readLine().contains("\"path\":\"/healthz\"")) {
                    read++;
                }
            }
            for (var call : calls) {
                call.get();
            }
        }
    }
}
