package ai.zavora.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The AOT cache is used when it belongs to the jars beside it, and never otherwise. */
final class StartCacheTest {
    @TempDir
    private static Path shared;

    private static Path original;

    @TempDir
    private Path folder;

    private Path installation;

    @BeforeAll
    static void install() throws Exception {
        original = TinyCheckout.in(shared).install(shared.resolve("original"));
    }

    @BeforeEach
    void copy() throws Exception {
        installation = folder.resolve("installation");
        assertThat(new Shell(folder).run("cp", "-Rp", original, installation).exit())
                .isZero();
    }

    @Test
    void servesTheJarsItWasTrainedOnAlsoInACopy() throws Exception {
        assertThat(run()).isEqualTo("v1 from the cache");
        Path state = TinyCheckout.program(installation).resolve("jars.state");
        String recorded = Files.readString(state);

        assertThat(run()).isEqualTo("v1 from the cache");
        assertThat(Files.readString(state))
                .as("the copy's own state, recorded by the first start")
                .isEqualTo(recorded)
                .isNotEqualTo(Files.readString(TinyCheckout.program(original).resolve("jars.state")));
    }

    @Test
    void isNotUsedForAnotherJarOfTheSameSizeAndDate() throws Exception {
        assertThat(run()).isEqualTo("v1 from the cache");
        Path jar = TinyCheckout.program(installation).resolve("lib/zavora-cli.jar");
        FileTime date = Files.getLastModifiedTime(jar);
        long size = Files.size(jar);

        Files.write(jar, TinyCheckout.jar("v2"));
        Files.setLastModifiedTime(jar, date);

        assertThat(Files.size(jar)).isEqualTo(size);
        assertThat(run()).isEqualTo("v2 from the jar");
        assertThat(run()).as("the second start has learnt nothing wrong").isEqualTo("v2 from the jar");

        Files.write(jar, TinyCheckout.jar("v1"));
        assertThat(run()).as("the old jar is back").isEqualTo("v1 from the cache");
    }

    @Test
    void wouldRunTheOldProgramIfItWereUsed() throws Exception {
        // The reason for all this. Should a later JDK notice the swap itself, the launcher could do less.
        Path program = TinyCheckout.program(installation);
        Path jar = program.resolve("lib/zavora-cli.jar");
        FileTime date = Files.getLastModifiedTime(jar);
        Files.write(jar, TinyCheckout.jar("v2"));
        Files.setLastModifiedTime(jar, date);
        Path cache;
        try (var files = Files.list(program)) {
            cache = files.filter(file -> file.toString().endsWith(".aot"))
                    .findFirst()
                    .orElseThrow();
        }

        Finished unguarded = new Shell(folder)
                .run(
                        Path.of(System.getProperty("java.home"), "bin/java"),
                        "-XX:AOTCache=" + cache,
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "--enable-native-access=ALL-UNNAMED",
                        "-cp",
                        jar,
                        "ai.zavora.app.Main");

        assertThat(unguarded.out()).isEqualTo("v1\n");
    }

    @Test
    void isNotUsedForAJarMovedIntoPlace() throws Exception {
        Path jar = TinyCheckout.program(installation).resolve("lib/zavora-cli.jar");
        Path other = Files.write(folder.resolve("other.jar"), TinyCheckout.jar("v2"));
        Files.setLastModifiedTime(other, Files.getLastModifiedTime(jar));

        assertThat(new Shell(folder).run("mv", "-f", other, jar).exit()).isZero();

        assertThat(run()).isEqualTo("v2 from the jar");
    }

    @Test
    void mayBeMissingOrCut() throws Exception {
        Path program = TinyCheckout.program(installation);
        List<Path> caches;
        try (var files = Files.list(program)) {
            caches = files.filter(file -> file.toString().endsWith(".aot")).toList();
        }
        assertThat(caches).hasSize(4);
        for (Path cache : caches) {
            Files.write(cache, Arrays.copyOf(Files.readAllBytes(cache), 10_000));
        }
        assertThat(run()).isEqualTo("v1 from the jar");
        for (Path cache : caches) {
            Files.delete(cache);
        }
        assertThat(run()).isEqualTo("v1 from the jar");
    }

    @Test
    void isNotUsedOnAnotherJdk() throws Exception {
        Path conf = TinyCheckout.program(installation).resolve("launch.conf");
        Files.writeString(conf, Files.readString(conf).replace("IMPLEMENTOR_VERSION=", "IMPLEMENTOR_VERSION=another-"));

        assertThat(run()).isEqualTo("v1 from the jar");
    }

    /** What the program says, and where the JVM took its main class from. */
    private String run() throws Exception {
        Path log = folder.resolve("classes.log");
        Finished run = new Shell(folder)
                .with("ZAVORA_JAVA_OPTS", "-Xlog:class+load:file=" + log)
                .run(installation.resolve("zavora-cli"));
        assertThat(run.err()).isEmpty();
        assertThat(run.exit()).isZero();
        String main = Files.readAllLines(log).stream()
                .filter(line -> line.contains("ai.zavora.app.Main "))
                .findFirst()
                .orElseThrow();
        return run.out().strip() + (main.contains("shared objects file") ? " from the cache" : " from the jar");
    }
}
