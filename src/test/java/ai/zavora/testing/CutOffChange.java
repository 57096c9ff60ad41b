package ai.zavora.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;

/** A change of a database whose writer was killed in the middle of it: SQLite undoes it from the journal beside the file. */
public final class CutOffChange {
    private static final String WRITER = """
            import os, sqlite3, sys
            c = sqlite3.connect(sys.argv[1], isolation_level=None)
            c.execute("PRAGMA journal_mode = delete")
            c.execute("PRAGMA cache_size = 1")
            c.execute("BEGIN EXCLUSIVE")
            c.execute("DELETE FROM " + sys.argv[2])
            c.execute("CREATE TABLE more (x)")
            for i in range(2000):
                c.execute("INSERT INTO more VALUES (zeroblob(1000))")
            os.kill(os.getpid(), 9)
            """;

    private CutOffChange() {}

    /** Empties a table and fills another until the file itself is changed, and ends there. */
    public static void in(Path database, String table) throws IOException, InterruptedException {
        var writer = new ProcessBuilder("python3", "-c", WRITER, database.toString(), table)
                .inheritIO()
                .start();
        assertThat(writer.waitFor()).as("it was killed").isEqualTo(137);
        assertThat(database.resolveSibling(database.getFileName() + "-journal")).isNotEmptyFile();
    }
}
