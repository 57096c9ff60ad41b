package ai.zavora.testing;

import java.io.IOException;
import java.nio.file.Path;

/** A pipe with a name, which nobody writes to: reading it would wait for ever. */
public final class NamedPipe {
    private NamedPipe() {}

    /** Makes one there. */
    public static Path at(Path path) throws IOException, InterruptedException {
        var made = new ProcessBuilder("mkfifo", path.toString()).start();
        if (made.waitFor() != 0) {
            throw new IOException("mkfifo " + path + " ended with " + made.exitValue());
        }
        return path;
    }
}
