package ai.zavora.blackbox;

import static org.assertj.core.api.Assertions.assertThat;

import ai.zavora.testing.Finished;
import ai.zavora.testing.LegacySessions;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A database of the earlier Rust version whose sessions are larger than the memory is imported row by row. */
final class MigrateSizesTest extends ProgramTest {
    private static final int MIB = 1 << 20;

    private Path file;

    @BeforeEach
    void place() throws Exception {
        file = Files.createDirectories(home.resolve(".zavora")).resolve("sessions.db");
    }

    private Finished migrate(String heap) throws InterruptedException {
        return program().with("ZAVORA_JAVA_OPTS", "-Xmx" + heap).run("--session-backend", "sqlite", "migrate");
    }

    @Test
    void aSessionLargerThanTheMemory() throws Exception {
        var messages = 36;
        try (var old = LegacySessions.create(file)) {
            old.inOneTransaction();
            old.session("u", "s", "{}");
            var text = "{\"text\":\"" + "x".repeat(MIB) + "\"}";
            for (var i = 0; i < messages; i++) {
                old.event("user", "user", Integer.toString(10 + i), text);
            }
        }

        var run = migrate("32m");

        assertThat(run.exit()).as(run.err()).isZero();
        assertThat(run.out()).contains("Imported 1 session with " + messages + " events");
    }

    /** With spaces, which that version does not put there, but others that write JSON do. */
    @Test
    void aPictureWhoseNumbersWouldNotFit() throws Exception {
        var numbers = IntStream.range(0, MIB).mapToObj(i -> Integer.toString(i & 0xff));
        var picture = "{\"mime_type\": \"image/png\", \"data\": [" + numbers.collect(Collectors.joining(", ")) + "]}";
        try (var old = LegacySessions.create(file)) {
            old.session("u", "s", "{}").event("user", "user", "01", picture);
        }

        var run = migrate("48m");

        assertThat(run.exit()).as(run.err()).isZero();
        assertThat(run.out()).contains("inline_data 1");
    }

    @Test
    void aMessageLargerThanTheMemoryIsTold() throws Exception {
        try (var old = LegacySessions.create(file)) {
            old.session("u", "s", "{}").event("user", "user", "01", "{\"text\":\"" + "x".repeat(40 * MIB) + "\"}");
        }

        var run = migrate("64m");

        failsInText(run, 11, "SESSION");
        assertThat(run.err()).contains("too large for the memory", "was left as it is", "ZAVORA_JAVA_OPTS=-Xmx4g");
        try (var files = Files.list(file.resolveSibling(""))) {
            assertThat(files.filter(Files::isRegularFile)).containsExactly(file);
        }
    }

    /** As three pictures of the largest size that version took come to, each of which is kept twice. */
    @Test
    void aMessageTooLargeForASessionKeepsNoOtherFromComing() throws Exception {
        var text = "{\"text\":\"" + "x".repeat(22 * MIB) + "\"}";
        try (var old = LegacySessions.create(file)) {
            old.session("u", "s", "{}")
                    .event("user", "user", "01", "{\"text\":\"before\"}")
                    .event("user", "user", "02", text + "," + text)
                    .event("user", "user", "03", "{\"text\":\"behind\"}");
        }

        var run = migrate("1g");

        assertThat(run.exit()).as(run.err()).isZero();
        assertThat(run.out()).contains("Imported 1 session with 3 events", "1 row");
        var shown = program()
                .run(
                        "--session-backend",
                        "sqlite",
                        "--app-name",
                        "app",
                        "--user-id",
                        "u",
                        "sessions",
                        "show",
                        "--session-id",
                        "s");
        assertThat(shown.out()).as(shown.err()).contains("before", "too large for a session", "behind");
    }
}
