package ai.zavora.app.instance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import ai.zavora.base.error.ZavoraException;
import ai.zavora.base.file.ProcessIdentity;
import ai.zavora.surface.cli.ServerProcess.Ending;
import ai.zavora.surface.cli.ServerProcess.State;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class PidFileTest {
    private static final int NOBODY = 65534;
    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

    @TempDir
    Path folder;

    private Path path() {
        return folder.resolve("deep/server.pid");
    }

    private Path written(String text) throws IOException {
        Files.createDirectories(path().getParent());
        return Files.writeString(path(), text);
    }

    @Test
    void tellsWhoHoldsIt() throws Exception {
        try (var held = HeldPidFile.take(path(), NOW)) {
            assertThat(Files.getPosixFilePermissions(path())).isEqualTo(PosixFilePermissions.fromString("rw-------"));
            held.listening("https://127.0.0.1:1");

            var running = new LockedServer(path()).running().orElseThrow();

            assertThat(running.pid()).isEqualTo(ProcessHandle.current().pid());
            assertThat(running.address()).contains("https://127.0.0.1:1");
        }
        assertThat(new LockedServer(path()).running()).isEmpty();
        assertThat(Files.size(path())).isZero();
    }

    @Test
    void isHeldOnce() throws Exception {
        try (var held = HeldPidFile.take(path(), NOW)) {
            held.listening("http://127.0.0.1:8787");

            assertThatThrownBy(() -> HeldPidFile.take(path(), NOW))
                    .isInstanceOf(ZavoraException.class)
                    .hasMessageContaining("http://127.0.0.1:8787")
                    .hasMessageContaining(path().toString());
        }
        HeldPidFile.take(path(), NOW).close();
    }

    @Test
    void whatACrashedServerLeftIsTakenOver() throws Exception {
        written(new PidRecord(process(1), NOW, State.RUNNING, Optional.of("http://127.0.0.1:8787")).text());

        assertThat(new LockedServer(path()).running()).isEmpty();
        assertThat(new LockedServer(path()).stop(Duration.ZERO)).isEqualTo(Ending.NOTHING_RAN);
        try (var _ = HeldPidFile.take(path(), NOW)) {
            assertThat(new LockedServer(path()).running().orElseThrow().pid())
                    .isEqualTo(ProcessHandle.current().pid());
        }
    }

    @Test
    void writesOverNothingElse() throws Exception {
        written("dear diary");
        assertThatThrownBy(() -> HeldPidFile.take(path(), NOW)).hasMessageContaining("is no pid file");
        assertThat(path()).hasContent("dear diary");

        var link = Files.createSymbolicLink(folder.resolve("link"), folder.resolve("victim"));
        assertThatThrownBy(() -> HeldPidFile.take(link, NOW)).hasMessageContaining("cannot be written");
        assertThat(folder.resolve("victim")).doesNotExist();
    }

    @Test
    void lookingMakesNothing() throws Exception {
        assertThat(new LockedServer(path()).running()).isEmpty();
        assertThat(folder).isEmptyDirectory();
    }

    /** Else the service, whose the folder is, could not start once root had served there. */
    @Test
    void isOfWhoseTheFolderIs() throws Exception {
        assumeThat(System.getProperty("user.name")).isEqualTo("root");
        Files.createDirectories(path().getParent());
        Files.setAttribute(path().getParent(), "unix:uid", NOBODY);

        HeldPidFile.take(path(), NOW).close();

        assertThat(Files.getAttribute(path(), "unix:uid")).isEqualTo(NOBODY);
    }

    @Test
    void neverSignalsAProcessThatOnlyHasTheNumber() throws Exception {
        var bystander = new ProcessBuilder("sleep", "60").start();
        try (var held = HeldPidFile.take(path(), NOW)) {
            held.listening("http://127.0.0.1:1");
            // as if the holder had just taken the file and a crashed server's words still stood in it
            Files.writeString(
                    path(), new PidRecord(process(bystander.pid()), NOW, State.RUNNING, Optional.empty()).text());

            assertThatThrownBy(() -> new LockedServer(path()).stop(Duration.ZERO))
                    .isInstanceOf(ZavoraException.class);
            assertThat(bystander.waitFor(200, TimeUnit.MILLISECONDS)).isFalse();
        } finally {
            bystander.destroyForcibly();
        }
    }

    /** As an earlier version, or one that sees little of the system, writes it. */
    @Test
    void aServerThatDoesNotSayOfWhichHostItIsIsStoppedAllTheSame() throws Exception {
        var server = new ProcessBuilder("sleep", "60").start();
        var began = server.info().startInstant().orElseThrow();
        try (var held = HeldPidFile.take(path(), NOW)) {
            held.listening("http://127.0.0.1:1");
            Files.writeString(
                    path(),
                    "{\"pid\":" + server.pid() + ",\"started_at\":\"" + began
                            + "\",\"state\":\"running\",\"address\":null}\n");

            assertThat(new LockedServer(path()).stop(Duration.ZERO)).isEqualTo(Ending.UNDER_WAY);
            assertThat(server.waitFor(10, TimeUnit.SECONDS)).isTrue();
        } finally {
            server.destroyForcibly();
        }
    }

    @Test
    void readsNothingElse() {
        assertThat(PidRecord.parse("")).isEmpty();
        assertThat(PidRecord.parse("1234")).isEmpty();
        assertThat(PidRecord.parse("{\"pid\":1}")).isEmpty();
        assertThat(PidRecord.parse("{\"pid\":1,\"started_at\":\"now\"}")).isEmpty();
        var record = new PidRecord(process(7), NOW, State.RUNNING, Optional.of("http://[::1]:1"));
        assertThat(PidRecord.parse(record.text())).contains(record);
    }

    /** Of this machine, and begun when this process was. */
    private static ProcessIdentity process(long pid) {
        var self = ProcessIdentity.own();
        return new ProcessIdentity(self.host(), pid, self.started());
    }
}
