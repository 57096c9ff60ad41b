package ai.zavora.blackbox;

import static org.assertj.core.api.Assertions.assertThat;

import ai.zavora.testing.Launcher;
import ai.zavora.testing.ModelServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What many tests begin with: sessions that the program keeps, each with one turn. The program is asked once; every test
 * that begins with the same gets a copy of the files it wrote.
 */
final class AskedBefore {
    private static final Map<List<String>, Map<String, byte[]>> FILES = new ConcurrentHashMap<>();

    private AskedBefore() {}

    /**
     * Puts all files into a home that has none yet.
     *
     * @param turns name of the session and prompt, in turn; the model answers as it does where no test says otherwise
     */
    static void in(Path home, String... turns) throws IOException {
        for (var file : files(turns).entrySet()) {
            write(home.resolve(file.getKey()), file.getValue());
        }
    }

    /** Puts the database alone into that file; as above. */
    static void at(Path database, String... turns) throws IOException {
        write(database, Objects.requireNonNull(files(turns).get(".zavora/sessions.db")));
    }

    private static void write(Path file, byte[] content) throws IOException {
        Files.createDirectories(
                file.getParent(), PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        Files.write(file, content);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    }

    private static Map<String, byte[]> files(String... turns) {
        return FILES.computeIfAbsent(List.of(turns), AskedBefore::asked);
    }

    private static Map<String, byte[]> asked(List<String> turns) {
        try (var model = ModelServer.start()) {
            var home = Files.createTempDirectory("asked");
            try {
                var program = Launcher.in(home).withModel(model).with("ZAVORA_SESSION_BACKEND", "sqlite");
                for (var turn = 0; turn < turns.size(); turn += 2) {
                    var run = program.run("ask", "--session-id", turns.get(turn), turns.get(turn + 1));
                    assertThat(run.exit()).as(run.err()).isZero();
                }
                return files(home);
            } finally {
                remove(home);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted", e);
        }
    }

    private static Map<String, byte[]> files(Path home) throws IOException {
        var files = new TreeMap<String, byte[]>();
        try (var all = Files.walk(home)) {
            for (var file : all.filter(Files::isRegularFile).toList()) {
                files.put(home.relativize(file).toString(), Files.readAllBytes(file));
            }
        }
        return files;
    }

    private static void remove(Path folder) throws IOException {
        try (var all = Files.walk(folder)) {
            for (var path : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }
}
