package ai.zavora.blackbox.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import ai.zavora.testing.Gate;
import ai.zavora.testing.Reply;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whoever sees the processes of the host in another way still leaves a session alone that one of them works in. */
final class SeenProcessesTest extends ServerTest {
    private static final String ASK = "{\"prompt\":\"hi\",\"session_id\":\"s1\"}";

    /** As after the clock was set by three seconds: what the kernel calls the time of its boot has moved with it. */
    private static final String CLOCK_SET = "awk '\"'\"'$1 == \"btime\" { $2 += 3 } 1'\"'\"' /proc/stat >stat"
            + " && mount --bind stat /proc/stat && exec";

    /** As under systemd's ProtectProc=invisible, for who is not root. */
    private static final String HIDDEN =
            "mount -t proc -o hidepid=2 proc /proc" + " && exec setpriv --reuid=65534 --regid=65534 --clear-groups";

    @BeforeEach
    void mayMount() throws InterruptedException {
        assumeThat(program()
                        .shell("unshare -m mount -t proc -o hidepid=2 proc /proc")
                        .exit())
                .as("this user may mount")
                .isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {CLOCK_SET, HIDDEN})
    void aTurnKeepsItsSession(String otherwise) throws Exception {
        var gate = new Gate();
        model.reply(Reply.text("first"), Reply.text("second ").thenWaitFor(gate).thenText("last"));
        try (var agent = serve()) {
            assertThat(agent.post("/v1/ask", ASK).status()).isEqualTo(200);
            try (var asking = Sockets.post(agent, "/v1/ask", "application/json", ASK)) {
                gate.awaitReached();
                model.reply(Reply.text("newer"));
                assertThat(agent.post("/v1/ask", "{\"prompt\":\"hi\",\"session_id\":\"s2\"}")
                                .status())
                        .isEqualTo(200);
                program().shell("chmod 777 . .zavora && chmod 666 .zavora/sessions.db*");

                var pruned = program()
                        .shell("exec unshare -m /bin/bash -c '" + otherwise
                                + " \"$ZAVORA\" --session-backend sqlite --telemetry-enabled false"
                                + " sessions prune --keep 1 --force'");

                assertThat(pruned.exit()).as(pruned.err()).isZero();
                assertThat(pruned.out()).contains("In use, stays: s1");
                gate.open();
                assertThat(asking.awaitLine("HTTP/1.1 ")).contains(" 200 ");
            }
        }
    }

    @Test
    void aServerIsStoppedThoughTheClockWasSet() throws Exception {
        try (var agent = serve()) {
            var stopped = program()
                    .shell("exec unshare -m /bin/bash -c '" + CLOCK_SET + " \"$ZAVORA\" server stop --wait 20'");

            assertThat(stopped.exit()).as(stopped.err()).isZero();
            assertThat(agent.program().finish().exit()).isZero();
        }
    }
}
