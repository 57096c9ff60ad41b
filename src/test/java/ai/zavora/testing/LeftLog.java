package ai.zavora.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;

/** A log without an index, as a machine leaves it that lost power, or who copies two files out of three. */
public final class LeftLog {
    private static final String WRITER = """
            import os, shutil, sqlite3, sys
            f = sys.argv[1]
            c = sqlite3.connect(f)
            c.execute("PRAGMA journal_mode = wal")
            c.executescript(sys.argv[2])
            c.commit()
            for end in "", "-wal":
                shutil.copy(f + end, f + ".kept" + end)
            c.close()
            for end in "", "-wal":
                os.replace(f + ".kept" + end, f + end)
            """;

    private LeftLog() {}

    /** Leaves one that changes nothing. */
    public static void of(Path database) throws IOException, InterruptedException {
        of(database, "CREATE TABLE passing (x); DROP TABLE passing");
    }

    /**
     * Leaves one beside a database that nobody has open.
     *
     * @param script what only the log holds
     */
    public static void of(Path database, String script) throws IOException, InterruptedException {
        var writer = new ProcessBuilder("python3", "-c", WRITER, database.toString(), script)
                .inheritIO()
                .start();
        assertThat(writer.waitFor()).isZero();
        assertThat(database.resolveSibling(database.getFileName() + "-wal")).isNotEmptyFile();
    }
}
