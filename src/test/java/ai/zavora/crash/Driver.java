package ai.zavora.crash;

import ai.zavora.testing.StartCache;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.sqlite.util.LibraryLoaderUtil;

/** What lets many processes start in a short time. */
final class Driver {
    private Driver() {}

    /**
     * Prepares starts of {@link TurnsProcess}.
     *
     * @param folder an empty one, which has to stay as long as processes are started
     * @return options of their JVMs
     */
    static List<String> prepare(Path folder) throws IOException, InterruptedException {
        var database = folder.resolve("trained.db").toString();
        var effects = Files.createFile(folder.resolve("effects")).toString();
        return StartCache.train(folder, unpack(folder), TurnsProcess.class, database, effects, "session", "call", "1");
    }

    /** Unpacks the database driver's native library; the options that spare each process doing so. */
    private static List<String> unpack(Path folder) throws IOException {
        var name = LibraryLoaderUtil.getNativeLibName();
        var source = LibraryLoaderUtil.getNativeLibResourcePath() + "/" + name;
        var unpacked = Files.createDirectory(folder.resolve("driver"));
        try (var library = LibraryLoaderUtil.class.getResourceAsStream(source)) {
            Files.copy(library, unpacked.resolve(name));
        }
        return List.of(
                "-Dorg.sqlite.lib.path=" + unpacked,
                "-Dorg.sqlite.lib.name=" + name,
                "-Dorg.sqlite.tmpdir=" + unpacked);
    }
}
