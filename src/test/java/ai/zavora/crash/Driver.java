package ai.zavora.crash;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.sqlite.util.LibraryLoaderUtil;

/** The database driver's native library. */
final class Driver {
    private Driver() {}

    /** Unpacks it into a folder; the JVM options that spare each process doing so. */
    static List<String> unpack(Path folder) throws IOException {
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
