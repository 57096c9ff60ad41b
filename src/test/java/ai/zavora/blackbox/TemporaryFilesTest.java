package ai.zavora.blackbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sqlite.SQLiteJDBCLoader;

/** What a start that opens a session database does with the folder for temporary files. */
final class TemporaryFilesTest extends ProgramTest {
    @TempDir
    Path temporary;

    /** The driver would clear them away, one start against another, and tell of each that another was quicker with. */
    @Test
    void leftoversOfOtherProgramsDatabaseDriversAreNotTouched() throws Exception {
        var name = "sqlite-" + SQLiteJDBCLoader.getVersion() + "-0-libsqlitejdbc.so";
        var leftover = Files.createFile(temporary.resolve(name));

        var run = program()
                .with("ZAVORA_JAVA_OPTS", "-Djava.io.tmpdir=" + temporary)
                .run("ask", "--session-backend", "sqlite", PROMPT);

        assertThat(run.exit()).as(run.err()).isZero();
        assertThat(temporary).isDirectoryContaining(leftover::equals);
        try (var files = Files.list(temporary)) {
            assertThat(files).containsExactly(leftover);
        }
    }
}
