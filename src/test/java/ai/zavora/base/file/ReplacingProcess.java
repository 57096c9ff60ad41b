package ai.zavora.base.file;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A process that has begun to replace a file, and tells with which, until it is killed. */
final class ReplacingProcess {
    private ReplacingProcess() {}

    public static void main(String[] args) throws IOException {
        System.out.println(Files.createFile(Path.of(args[0]).resolveSibling(Leftovers.REPLACEMENTS.newName())));
        // nothing comes
        System.in.read();
    }
}
