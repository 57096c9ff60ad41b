package ai.zavora.adapter.store.sqlite;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A process that has begun a copy beside a file, and tells where, until it is killed. */
public final class LeavingProcess {
    private LeavingProcess() {}

    public static void main(String[] args) throws IOException {
        var scratch = Scratch.beside(Path.of(args[0]));
        Files.createFile(DatabaseFile.log(scratch.file()));
        System.out.println(scratch.file());
        // nothing comes
        System.in.read();
    }
}
