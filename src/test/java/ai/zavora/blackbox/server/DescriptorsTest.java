package ai.zavora.blackbox.server;

import static org.assertj.core.api.Assertions.assertThat;

import ai.zavora.testing.Launcher;
import ai.zavora.testing.ServedAgent;
import java.io.IOException;
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

    @Test
    void moreConnectionsThanItMayOpenWaitForOthersToEnd() throws Exception {
        try (var agent = ServedAgent.start(launcher())) {
            mayOpen(agent, 256);
            var open = new ArrayList<Sockets.Call>();
            try {
                for (var i = 0; i < 300; i++) {
                    open.add(Sockets.open(agent, ""));
                }
                agent.program().awaitError("Connections wait until others end: this process may open 256 files");
            } finally {
                open.forEach(Sockets.Call::close);
            }

            assertThat(agent.get("/healthz").status()).isEqualTo(200);
            assertThat(agent.stop().exit()).isZero();
        }
    }

    /** Whoever looks after it can start it again then. */
    @Test
    void oneThatCannotListenAnyMoreEnds() throws Exception {
        try (var agent = ServedAgent.start(launcher())) {
            mayOpen(agent, 20);
            try (var unheard = Sockets.open(agent, "")) {
                agent.program().awaitError("Too many open files");
                mayOpen(agent, 1024);

                var run = agent.program().finish();

                assertThat(run.exit()).as("%s %s", run.err(), unheard).isEqualTo(70);
                assertThat(run.err()).contains("could not go on listening");
            }
        }
    }
}
