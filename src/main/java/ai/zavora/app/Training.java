package ai.zavora.app;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Runs several command lines in one process, so that one AOT cache learns them all; started by the build in place of
 * {@link Main}, never by a person.
 */
public final class Training {
    private Training() {}

    /**
     * @param arguments a file with one command line per line, its words parted by blanks
     * @throws IOException when the file cannot be read
     */
    public static void main(String[] arguments) throws IOException {
        for (var line : Files.readAllLines(Path.of(arguments[0]))) {
            System.err.println("training: " + line + " ended with " + Main.run(line.split(" ", -1), System.err));
        }
    }
}
