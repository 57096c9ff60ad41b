package ai.zavora.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.zip.ZipEntry;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;

/**
 * A checkout with the project's own launcher and scripts around a program of a few lines, and with a Maven that
 * hands out a prepared jar, so that building and packaging for real take two seconds.
 */
final class TinyCheckout {
    private static final Path PROJECT = Path.of("").toAbsolutePath();

    private final Path root;
    private final Path tools;

    private TinyCheckout(Path root, Path tools) {
        this.root = root;
        this.tools = tools;
    }

    /** Lays a checkout down in a folder whose name has spaces; nothing is built yet. */
    static TinyCheckout in(Path folder) throws IOException {
        Path root = Files.createDirectories(folder.resolve("a checkout"));
        Path tools = Files.createDirectories(folder.resolve("tools"));
        copyExecutable(PROJECT.resolve("zavora-cli"), root.resolve("zavora-cli"));
        Files.copy(PROJECT.resolve("LICENSE"), root.resolve("LICENSE"));
        Path scripts = Files.createDirectories(root.resolve("scripts"));
        try (var files = Files.list(PROJECT.resolve("scripts"))) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                copyExecutable(file, scripts.resolve(file.getFileName()));
            }
        }
        Files.createDirectories(root.resolve("src/main/java"));
        Files.writeString(root.resolve("pom.xml"), "<project/>");
        TinyCheckout checkout = new TinyCheckout(root, tools);
        checkout.nextBuildSays("v1");
        Path maven = tools.resolve("mvn");
        Files.writeString(maven, """
                #!/bin/sh
                echo x >>"%1$s/builds"
                [ ! -e "%1$s/broken" ] || { echo '[ERROR] Main.java:[1,1] not a statement'; exit 1; }
                mkdir -p target/lib && cp "%1$s/program.jar" target/zavora-cli-9.9.9.jar
                cp "%1$s/program.jar" target/lib/library-1.0.jar
                """.formatted(tools));
        Files.setPosixFilePermissions(maven, PosixFilePermissions.fromString("rwxr-xr-x"));
        return checkout;
    }

    /** Its builds make no start-up caches, which are most of their work. */
    TinyCheckout withoutCaches() throws IOException {
        Files.writeString(root.resolve("scripts/train"), "#!/bin/sh\n");
        return this;
    }

    /** Changes the program that the next build makes. */
    void nextBuildSays(String text) throws IOException {
        Files.write(tools.resolve("program.jar"), jar(text));
    }

    /** Lets later builds fail. */
    void breakBuild() throws IOException {
        Files.createFile(tools.resolve("broken"));
    }

    /** Makes the sources newer than any build. */
    void touchSources() throws IOException {
        Files.setLastModifiedTime(
                root.resolve("pom.xml"), FileTime.from(Instant.now().plusSeconds(1)));
    }

    /** How often Maven ran. */
    int builds() throws IOException {
        Path log = tools.resolve("builds");
        return Files.exists(log) ? Files.readAllLines(log).size() : 0;
    }

    Path root() {
        return root;
    }

    Path launcher() {
        return root.resolve("zavora-cli");
    }

    /** A shell in the checkout's parent folder whose Maven is the prepared one. */
    Shell shell() {
        return new Shell(tools).with("PATH", tools + ":/usr/local/bin:/usr/bin:/bin");
    }

    /** Builds, and copies the package into an installation of its own: launcher, pointer, program folder. */
    Path install(Path folder) throws IOException, InterruptedException {
        Finished build = shell().run(root.resolve("scripts/build"));
        assertThat(build.exit()).as(build.err()).isZero();
        Path packages = root.resolve("target/package");
        String current = Files.readString(packages.resolve("current")).strip();
        Files.createDirectories(folder);
        Finished copy = shell().run(
                        "cp",
                        "-Rp",
                        packages.resolve(current),
                        packages.resolve("current"),
                        launcher(),
                        folder.toAbsolutePath());
        assertThat(copy.exit()).as(copy.err()).isZero();
        return folder;
    }

    /** The program folder that an installation or a package folder points to. */
    static Path program(Path installation) throws IOException {
        return installation.resolve(
                Files.readString(installation.resolve("current")).strip());
    }

    /** A jar of always the same size for texts of the same length: stored, with fixed dates. */
    static byte[] jar(String text) throws IOException {
        Path classes = Files.createTempDirectory("classes");
        try {
            return jar(classes, text);
        } finally {
            try (var files = Files.walk(classes)) {
                for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(file);
                }
            }
        }
    }

    private static byte[] jar(Path classes, String text) throws IOException {
        var compiler = ToolProvider.getSystemJavaCompiler();
        boolean compiled = compiler.getTask(
                        null,
                        null,
                        null,
                        List.of("-d", classes.toString()),
                        null,
                        List.of(
                                source("Main", mainSource(text)),
                                source("Training", TRAINING),
                                source("Packaging", PACKAGING)))
                .call();
        assertThat(compiled).isTrue();
        var bytes = new java.io.ByteArrayOutputStream();
        try (JarOutputStream jar = new JarOutputStream((OutputStream) bytes)) {
            for (String name : List.of("Main", "Training", "Packaging")) {
                JarEntry entry = new JarEntry("ai/zavora/app/" + name + ".class");
                byte[] content = Files.readAllBytes(classes.resolve("ai/zavora/app/" + name + ".class"));
                var crc = new java.util.zip.CRC32();
                crc.update(content);
                entry.setMethod(ZipEntry.STORED);
                entry.setSize(content.length);
                entry.setCrc(crc.getValue());
                entry.setTime(0);
                jar.putNextEntry(entry);
                jar.write(content);
            }
        }
        return bytes.toByteArray();
    }

    private static void copyExecutable(Path from, Path to) throws IOException {
        Files.copy(from, to);
        Files.setPosixFilePermissions(to, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    private static JavaFileObject source(String name, String text) {
        return new SimpleJavaFileObject(URI.create("string:///" + name + ".java"), JavaFileObject.Kind.SOURCE) {
            @Override
            public CharSequence getCharContent(boolean ignoreEncodingErrors) {
                return text;
            }
        };
    }

    private static String mainSource(String text) {
        return """
                package ai.zavora.app;

                public final class Main {
                    public static void main(String[] args) throws Exception {
                        System.out.println("%s");
                        switch (args.length == 0 ? "" : args[0]) {
                            case "args" -> {
                                for (String arg : args) System.out.println("[" + arg + "]");
                            }
                            case "exit" -> System.exit(Integer.parseInt(args[1]));
                            case "cat" -> System.in.transferTo(System.out);
                            case "env" -> System.out.println(System.getenv(args[1]));
                            default -> {}
                        }
                        if (System.getenv("TELL_HEAP") != null) {
                            for (String option : java.lang.management.ManagementFactory.getRuntimeMXBean()
                                    .getInputArguments()) {
                                if (option.startsWith("-Xmx")) System.out.println(option);
                            }
                        }
                        System.out.flush();
                    }
                }
                """.formatted(text);
    }

    private static final String TRAINING = """
            package ai.zavora.app;

            public final class Training {
                public static void main(String[] args) throws Exception {
                    Main.main(new String[0]);
                }
            }
            """;

    private static final String PACKAGING = """
            package ai.zavora.app;

            import java.nio.file.*;

            public final class Packaging {
                public static void main(String[] args) throws Exception {
                    Path help = Files.createDirectories(Path.of(args[0], "help"));
                    Files.writeString(help.resolve("version.txt"), "zavora-cli 9.9.9\\n");
                    Files.writeString(help.resolve("zavora-cli.txt"), "help of all\\n");
                    Files.writeString(help.resolve("models.txt"), "help of models\\n");
                    Files.writeString(help.resolve("profiles.show.txt"), "help of profiles show\\n");
                    Path man = Files.createDirectories(Path.of(args[0], "man"));
                    Files.writeString(man.resolve("zavora-cli.1"), "manual\\n");
                    Path bash = Files.createDirectories(Path.of(args[0], "completion/bash"));
                    Files.writeString(bash.resolve("zavora-cli"), "completion\\n");
                }
            }
            """;
}
