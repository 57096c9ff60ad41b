package ai.zavora.app.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import ai.zavora.base.config.NetworkSettings;
import ai.zavora.base.config.TerminalSettings;
import ai.zavora.base.error.ErrorKind;
import ai.zavora.core.diagnosis.Diagnosis;
import ai.zavora.core.diagnosis.Finding;
import ai.zavora.core.diagnosis.Finding.Status;
import ai.zavora.testing.ModelServer;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Single checks of a diagnosis, on real files. */
final class ChecksTest {
    @TempDir
    Path folder;

    private Path file(String name, String mode) throws IOException {
        var file = folder.resolve(name);
        Files.writeString(file, "x");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(mode));
        return file;
    }

    @Test
    void theCauseOfOtherFailuresDecidesTheExitCode() {
        var provider = Finding.fail(new Finding.Place("a", "b"), ErrorKind.PROVIDER, "x", "y");
        var session = Finding.fail(new Finding.Place("a", "b"), ErrorKind.SESSION, "x", "y");
        var input = Finding.fail(new Finding.Place("a", "b"), ErrorKind.INPUT, "x", "y");
        assertThat(new Diagnosis(List.of()).exitCode()).isZero();
        assertThat(new Diagnosis(List.of(provider)).exitCode()).isEqualTo(10);
        assertThat(new Diagnosis(List.of(provider, session)).exitCode()).isEqualTo(11);
        assertThat(new Diagnosis(List.of(provider, session, input)).exitCode()).isEqualTo(42);
    }

    @Test
    void whatOpensAProxyIsNotShown() {
        var findings = new HostChecks(Map.of())
                .network(
                        new NetworkSettings(
                                Optional.of(URI.create("http://u:pw@127.0.0.1:3")),
                                Optional.of(URI.create("http://u:1/p/w@127.0.0.1:3")),
                                List.of(),
                                Optional.empty()),
                        Instant.EPOCH);
        assertThat(findings)
                .extracting(Finding::seen)
                .containsExactly("http://****@127.0.0.1:3", "http://****@127.0.0.1:3");
    }

    @Test
    void whoMayReadWhat() throws IOException {
        var findings = new FileChecks()
                .secret("private", file("private", "rw-------"))
                .secret("group", file("group", "rw-r-----"))
                .secret("missing", folder.resolve("missing"))
                .personal("own", file("own", "rw-------"))
                .personal("open", file("open", "rw-r--r--"))
                .findings();
        assertThat(findings).extracting(Finding::name).containsExactly("private", "group", "open");
        assertThat(findings).extracting(Finding::status).containsExactly(Status.OK, Status.FAIL, Status.WARN);
        assertThat(findings.get(1).advice()).isEqualTo("Run: chmod 600 " + folder.resolve("group"));
    }

    @Test
    void noFoldersAndDevicesAreToBeChangedIntoPrivateFiles() {
        var findings = new FileChecks()
                .secret("folder", folder)
                .personal("device", Path.of("/dev/null"))
                .personal("open folder", Path.of("/tmp"))
                .findings();
        assertThat(findings).singleElement().satisfies(found -> {
            assertThat(found.status()).isEqualTo(Status.FAIL);
            assertThat(found.advice()).doesNotContain("chmod");
        });
    }

    @Test
    void telemetryBelowAFileCannotBeWritten() throws IOException {
        assertThat(telemetry(file("plain", "rw-------").resolve("below/events.jsonl")))
                .isEqualTo(Status.WARN);
        var dangling = Files.createSymbolicLink(folder.resolve("dangling"), folder.resolve("none/none"));
        assertThat(telemetry(dangling.resolve("events.jsonl"))).isEqualTo(Status.WARN);
    }

    @Test
    void whetherTelemetryCanBeWritten() throws IOException {
        assertThat(telemetry(folder.resolve("new/events.jsonl"))).isEqualTo(Status.OK);
        assertThat(telemetry(file("there", "rw-------"))).isEqualTo(Status.OK);
        assertThat(telemetry(folder)).isEqualTo(Status.WARN);
        assertThat(folder.resolve("new")).doesNotExist();
    }

    private static Status telemetry(Path file) {
        return new FileChecks().telemetry(file).findings().getFirst().status();
    }

    @Test
    void aDatabaseWithTwoNamesIsNoPlaceForConversations() throws IOException {
        var database = file("sessions.db", "rw-------");
        assertThat(new FileChecks().onlyName("sessions", database).findings()).isEmpty();

        Files.createLink(folder.resolve("other.db"), database);

        assertThat(new FileChecks().onlyName("sessions", database).findings())
                .singleElement()
                .satisfies(found -> {
                    assertThat(found.status()).isEqualTo(Status.FAIL);
                    assertThat(found.seen()).contains("2 names");
                });
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void whatIsMountedByItselfHasAnotherName() {
        var mounted = Path.of("/proc/sys/kernel/../..");
        assertThat(new FileChecks().onlyName("sessions", mounted).findings())
                .singleElement()
                .satisfies(found -> assertThat(found.seen()).contains("mounted by itself"));
    }

    @Test
    void roomIsToldOncePerVolume() {
        var findings = new FileChecks()
                .space(List.of(folder, folder.resolve("a/b"), folder.resolve("c")))
                .findings();
        assertThat(findings).singleElement().satisfies(found -> assertThat(found.seen())
                .contains("free for"));
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void whereTheSystemTakesNoFilesRoomIsNotTheMatter() {
        var file = Path.of("/proc/none/sessions.db");
        assertThat(DatabaseChecks.canBeMade(file)).isFalse();
        assertThat(new FileChecks().space(List.of(file)).findings()).isEmpty();
    }

    @Test
    void passwordsOfProxiesAreNotShown() {
        var network = new NetworkSettings(
                Optional.of(URI.create("http://me:hunter2@proxy.test:3128")),
                Optional.empty(),
                List.of("localhost"),
                Optional.empty());
        var findings = new HostChecks(Map.of()).network(network, Instant.EPOCH);
        assertThat(findings.toString()).contains("proxy.test", "localhost").doesNotContain("hunter2");
    }

    @Test
    void certificatesAreCountedAndDated() throws Exception {
        Path pem;
        try (var server = ModelServer.startTls(folder)) {
            pem = server.caBundle();
        }
        assertThat(certificates(pem, Instant.now()).status()).isEqualTo(Status.OK);
        assertThat(certificates(pem, Instant.parse("2999-01-01T00:00:00Z")).status())
                .isEqualTo(Status.WARN);
        assertThat(certificates(file("garbage", "rw-------"), Instant.EPOCH).status())
                .isEqualTo(Status.FAIL);
        assertThat(certificates(folder.resolve("missing"), Instant.EPOCH).status())
                .isEqualTo(Status.FAIL);
    }

    private static Finding certificates(Path bundle, Instant now) {
        var network = new NetworkSettings(Optional.empty(), Optional.empty(), List.of(), Optional.of(bundle));
        return new HostChecks(Map.of()).network(network, now).getLast();
    }

    @Test
    void aSandboxThatDoesNotRunIsNone() throws Exception {
        var broken = file("bwrap", "rwxr-xr-x");
        Files.writeString(broken, "#!/bin/sh\nexit 1\n");
        var found = new HostChecks(Map.of("PATH", folder.toString())).sandbox().getFirst();
        assertThat(found.seen()).doesNotContain("bubblewrap");

        Files.writeString(broken, "#!/bin/sh\nexit 0\n");
        var working =
                new HostChecks(Map.of("PATH", folder.toString())).sandbox().getFirst();
        assertThat(working.seen()).contains("bubblewrap (" + broken + ")");
    }

    @Test
    void programsForSearchingAreFoundOnThePath() throws IOException {
        var terminal = new TerminalSettings("xterm", TerminalSettings.Colour.WANTED);
        assertThat(new HostChecks(Map.of()).terminal(terminal, "").getLast().seen())
                .isEqualTo("none");
        var rg = file("rg", "rwxr-xr-x");
        assertThat(new HostChecks(Map.of("PATH", folder.toString()))
                        .terminal(terminal, "stdin")
                        .getLast()
                        .seen())
                .isEqualTo(rg.toString());
    }
}
