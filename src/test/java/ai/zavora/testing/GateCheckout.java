package ai.zavora.testing;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Assumptions;

/**
 * A git repository with this project's scripts and a Maven that resolves what a test says, so that a gate can be failed
 * on purpose. Where git is not installed, tests that need one are skipped.
 */
public final class GateCheckout {
    private static final Path PROJECT = Path.of("").toAbsolutePath();

    private final Path root;
    private final Path repository;

    private GateCheckout(Path root, Path repository) {
        this.root = root;
        this.repository = repository;
    }

    /** A checkout in a new folder of that folder, with one commit and one library that nothing is wrong with. */
    public static GateCheckout in(Path folder) throws IOException, InterruptedException {
        var checkout =
                new GateCheckout(Files.createDirectory(folder.resolve("checkout")), folder.resolve("repository"));
        try (var scripts = Files.list(PROJECT.resolve("scripts"))) {
            for (var script : scripts.filter(Files::isRegularFile).toList()) {
                checkout.copy("scripts/" + script.getFileName());
            }
        }
        for (var file : new String[] {".gitignore", ".env.example", "gates/allowed-licences.txt"}) {
            checkout.copy(file);
        }
        checkout.write("gates/advisories.json", """
                {"sources": [{"name": "test", "what": "a test", "as_of": "2026-01-01", "complete": true}],
                 "libraries": {"a.b:fine": "test"}, "advisories": []}
                """);
        checkout.resolves("a.b:fine:jar:1.0:compile", "<licenses><license><name>MIT</name></license></licenses>");
        var git = checkout.shell("git --version");
        Assumptions.assumeTrue(git.exit() == 0, "git is not installed");
        checkout.git("init -q -b main");
        checkout.commit("Begin");
        return checkout;
    }

    /** Copies a file of this project. */
    public void copy(String file) throws IOException {
        var target = root.resolve(file);
        Files.createDirectories(target.getParent());
        Files.copy(PROJECT.resolve(file), target, StandardCopyOption.COPY_ATTRIBUTES);
    }

    public Path root() {
        return root;
    }

    /** Writes a file of the checkout. */
    public void write(String file, String text) throws IOException {
        Files.createDirectories(root.resolve(file).getParent());
        Files.writeString(root.resolve(file), text);
    }

    /** Writes a script that stands in for one of the checkout's. */
    public void script(String file, String text) throws IOException {
        write(file, "#!/bin/sh\n" + text + "\n");
        Files.setPosixFilePermissions(root.resolve(file), PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    /**
     * Makes one library all that Maven resolves.
     *
     * @param library as Maven lists it: group, artifact, {@code jar}, version and scope, parted by colons
     * @param pom what its POM holds besides
     */
    public void resolves(String library, String pom) throws IOException {
        var fields = library.split(":", -1);
        var jar = publish(fields[0], fields[1], fields[3], pom);
        script("scripts/mvn", """
                for argument in "$@"; do
                    case $argument in
                    -DoutputFile=*) echo '   %s:%s -- module a.b' >"${argument#*=}" ;;
                    esac
                done""".formatted(library, jar));
    }

    /** Puts a POM into the repository of Maven; where its jar would be. */
    public Path publish(String group, String artifact, String version, String pom) throws IOException {
        var folder = repository.resolve(group.replace('.', '/') + "/" + artifact + "/" + version);
        Files.createDirectories(folder);
        var name = artifact + "-" + version;
        Files.writeString(
                folder.resolve(name + ".pom"),
                "<project xmlns=\"http://maven.apache.org/POM/4.0.0\">" + pom + "</project>");
        return folder.resolve(name + ".jar");
    }

    /** Commits all that is in the checkout. */
    public void commit(String message) throws InterruptedException {
        git("add --all");
        git("commit -q --allow-empty -m '" + message + "'");
    }

    /** Runs git. */
    public Finished git(String arguments) throws InterruptedException {
        var run = shell("git -c user.name=test -c user.email=test@localhost " + arguments);
        if (run.exit() != 0) {
            throw new AssertionError(run.err());
        }
        return run;
    }

    /** Runs a script of bash in the checkout. */
    public Finished shell(String script) throws InterruptedException {
        return Launcher.in(root)
                .with("GIT_CONFIG_NOSYSTEM", "1")
                .with("HOME", repository + "-home")
                // tools of Java end before what the optimizing compiler makes of them pays
                .with("JAVA_TOOL_OPTIONS", "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC")
                .shell(script);
    }
}
