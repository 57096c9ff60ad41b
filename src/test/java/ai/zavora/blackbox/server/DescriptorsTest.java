package ai.zavora.blackbox.server;

import static org.assertj.core.api.Assertions.assertThat;

import ai.zavora.testing.Launcher;
import ai.zavora.testing.Reply;
import ai.zavora.testing.ServedAgent;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** What becomes of a server whose process may open no more files and connections. */
final class DescriptorsTest extends ServerTest {

    private Launcher launcher() {
        return program().with("ZAVORA_SESSION_BACKEND", "memory");
    }

    private static void mayOpen(ServedAgent agent, int descriptors) throws IOException, InterruptedException {
        var change = new ProcessBuilder(
                        "prlimit", "--pid", Long.toString(agent.program().pid()), "--nofile=" + descriptors + ":")
                .inheritIO()
                .start();
        assertThat(change.waitFor(30, TimeUnit.SECONDS)).isTrue();
        assertThat(change.exitValue()).isZero();
    }

    /** One connection for each of 48 callers, and for each of their turns one to the model. */
    @Test
    void itTakesAsManyConnectionsAsItHasRoomFor() throws Exception {
        model.reply(Reply.text("well"));
        try (var agent = ServedAgent.start(launcher().withDescriptors(256))) {
            var open = new ArrayList<Sockets.Call>();
            try {
                for (var i = 0; i < 300; i++) {
                    open.add(Sockets.open(agent, ""));
                }
                agent.program().awaitError("there are 48 connections and as many turns");
            } finally {
                open.forEach(Sockets.Call::close);
            }

            assertThat(agent.get("/healthz").status()).isEqualTo(200);
            var run = agent.stop();
            assertThat(run.exit()).isZero();
            assertThat(run.err()).doesNotContain("Too many open files");
        }
    }

    @Test
    void tooFewToServeAnybodyAreRefused() throws Exception {
        var run = launcher().withDescriptors(88).run("server", "serve", "--port", "0");

        assertThat(run.exit()).as(run.err()).isEqualTo(42);
        assertThat(run.err()).contains("[INPUT]", "may open 88 files", "LimitNOFILE");
    }

    /** Whoever looks after it can start it again then; who was being answered is answered first. */
    @Test
    void oneThatCannotListenAnyMoreEnds() throws Exception {
        // for longer than the library would wait
        model.reply(Reply.manyDeltas("x", 8).withPauses(Duration.ofSeconds(1)));
        try (var agent = ServedAgent.start(launcher(), "--drain-secs", "30");
                var asked = Sockets.post(agent, "/v1/ask", "*/*", "{\"prompt\":\"hi\"}")) {
            model.awaitRequests(1);
            mayOpen(agent, 20);
            try (var unheard = Sockets.open(agent, "")) {
                agent.program().awaitError("Too many open files");
                mayOpen(agent, 1024);

                assertThat(asked.rest()).contains("xxxxxxxx");
                var run = agent.program().finish();

                assertThat(run.exit()).as("%s %s", run.err(), unheard).isEqualTo(70);
                assertThat(run.err()).contains("could not go on listening");
            }
        }
    }
}
