package ai.zavora.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * A start-up cache of the JVM for a main class of the tests that is started many times: each start then takes little more
 * than half the time. It works with jars only, so the folders of the class path are packed into some.
 */
public final class StartCache {
    /** A process that ends soon compiles late, as under the launcher. */
    private static final List<String> SHORT_LIVED = List.of(
            "-XX:-UsePerfData",
            "-XX:CompileThresholdScaling=4",
            "-XX:+UnlockDiagnosticVMOptions",
            "-XX:-AOTReplayTraining");

    private StartCache() {}

    /**
     * Makes a cache from one run of the class to its end.
     *
     * @param folder an empty one, which has to stay as long as processes are started
     * @param options of the JVMs
     * @param arguments of the run
     * @return the options and those that use the cache, for {@link JavaProcess}
     */
    public static List<String> train(Path folder, List<String> options, Class<?> main, String... arguments)
            throws IOException, InterruptedException {
        var all = new ArrayList<>(options);
        all.addAll(SHORT_LIVED);
        all.add("-cp");
        all.add(jars(folder));
        var configuration = "-XX:AOTConfiguration=" + folder.resolve("recorded");
        var made = folder.resolve("cache");
        run(all, List.of("-XX:AOTMode=record", configuration), main, arguments);
        run(all, List.of("-XX:AOTMode=create", configuration, "-XX:AOTCache=" + made), main, arguments);
        assertThat(made).isNotEmptyFile();
        all.add("-XX:AOTCache=" + made);
        return List.copyOf(all);
    }

    private static void run(List<String> options, List<String> mode, Class<?> main, String... arguments)
            throws IOException, InterruptedException {
        var line = new ArrayList<>(options);
        line.add("-Xlog:disable");
        line.addAll(mode);
        try (var process = JavaProcess.start(line, main, arguments)) {
            var out = process.rest();
            assertThat(process.exitCode()).as("%s: %s", mode, out).isZero();
        }
    }

    /** The class path of this JVM, with a jar in place of each folder. */
    private static String jars(Path folder) throws IOException {
        var jars = new ArrayList<String>();
        for (var entry : System.getProperty("java.class.path").split(File.pathSeparator)) {
            var path = Path.of(entry);
            if (Files.isDirectory(path)) {
                var jar = folder.resolve("classes" + jars.size() + ".jar");
                pack(path, jar);
                jars.add(jar.toString());
            } else {
                jars.add(entry);
            }
        }
        return String.join(File.pathSeparator, jars);
    }

    private static void pack(Path classes, Path jar) throws IOException {
        try (var out = new ZipOutputStream(Files.newOutputStream(jar));
                var files = Files.walk(classes)) {
            out.setLevel(0);
            for (var file : files.filter(Files::isRegularFile).toList()) {
                out.putNextEntry(
                        new ZipEntry(classes.relativize(file).toString().replace(File.separatorChar, '/')));
                Files.copy(file, out);
                out.closeEntry();
            }
        }
    }
}
