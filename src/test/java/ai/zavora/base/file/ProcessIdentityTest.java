package ai.zavora.base.file;

import static org.assertj.core.api.Assertions.assertThat;

import ai.zavora.base.file.ProcessIdentity.Fate;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

final class ProcessIdentityTest {
    private final ProcessIdentity self = ProcessIdentity.own();

    private Fate fate(ProcessIdentity process) {
        return ProcessIdentity.fate(process, self);
    }

    @Test
    void aProcessIsAliveWhileIdAndStartAreTheSame() {
        assertThat(fate(self)).isEqualTo(Fate.ALIVE);
        assertThat(fate(new ProcessIdentity(self.host(), self.pid(), self.started() - 60_000)))
                .isEqualTo(Fate.GONE);
    }

    @Test
    void nothingIsKnownOfAnotherHostOrWithoutAStart() {
        assertThat(fate(new ProcessIdentity("elsewhere", self.pid(), self.started())))
                .isEqualTo(Fate.UNKNOWN);
        assertThat(fate(new ProcessIdentity(self.host(), self.pid(), 0))).isEqualTo(Fate.UNKNOWN);
    }

    @Test
    void theSystemKnowsWhichIdsAreNobodys() throws Exception {
        var ended = new ProcessBuilder("true").start();
        ended.waitFor();

        assertThat(ProcessSignal.isNobodys(self.pid())).isFalse();
        assertThat(ProcessSignal.isNobodys(1)).isFalse();
        assertThat(ProcessSignal.isNobodys(ended.pid())).isTrue();
        assertThat(ProcessSignal.isNobodys(0)).isTrue();
        assertThat(fate(new ProcessIdentity(self.host(), ended.pid(), self.started())))
                .isEqualTo(Fate.GONE);
    }

    @Test
    void aProcessThatNobodyWaitsForIsGone() throws Exception {
        var script = """
                import os, sys
                pid = os.fork()
                if pid == 0:
                    os._exit(0)
                os.waitid(os.P_PID, pid, os.WEXITED | os.WNOWAIT)
                print(pid, flush=True)
                sys.stdin.read()
                """;
        var parent = new ProcessBuilder("python3", "-c", script).start();
        try (var out = new BufferedReader(new InputStreamReader(parent.getInputStream(), StandardCharsets.UTF_8))) {
            var zombie = Long.parseLong(out.readLine());
            assertThat(fate(new ProcessIdentity(self.host(), zombie, 0))).isEqualTo(Fate.GONE);
        } finally {
            parent.destroyForcibly();
        }
    }
}
