package ai.zavora.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What install writes, that uninstall takes it away again and nothing else, and what goes wrong in between. */
final class InstallTest {
    private static final String MANUAL = "share/man/man1/zavora-cli.1";
    private static final String COMPLETION = "share/bash-completion/completions/zavora-cli";

    @TempDir
    private static Path shared;

    private static TinyCheckout checkout;

    @TempDir
    private Path folder;

    private Path prefix;

    @BeforeAll
    static void build() throws Exception {
        checkout = TinyCheckout.in(shared).withoutCaches();
        build("v1");
        // others have to get at it as well
        Files.setPosixFilePermissions(shared, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    @BeforeEach
    void choosePrefix() {
        prefix = folder.resolve("a pre fix");
    }

    private static void build(String text) throws Exception {
        checkout.nextBuildSays(text);
        var built = checkout.shell().run(checkout.root().resolve("scripts/build"));
        assertThat(built.exit()).as(built.err()).isZero();
    }

    private Finished script(String name) throws Exception {
        return new Shell(folder)
                .with("PREFIX", prefix.toString())
                .run(checkout.root().resolve("scripts/" + name));
    }

    private void succeeds(String name) throws Exception {
        var run = script(name);
        assertThat(run.exit()).as(run.err()).isZero();
    }

    private String says() throws Exception {
        return new Shell(folder).run(prefix.resolve("bin/zavora-cli")).out();
    }

    /** Every path below a folder, relative to it. */
    private static Set<String> paths(Path top) throws IOException {
        var paths = new TreeSet<String>();
        if (Files.exists(top)) {
            try (var all = Files.walk(top)) {
                all.forEach(path -> paths.add(top.relativize(path).toString()));
            }
        }
        return paths;
    }

    private void put(String path, String content) throws IOException {
        Files.createDirectories(prefix.resolve(path).getParent());
        Files.writeString(prefix.resolve(path), content);
    }

    @Test
    void uninstallTakesAwayWhatInstallWroteAndNothingElse() throws Exception {
        put("bin/other", "mine");
        put(".zavora/config.toml", "mine");
        put("share/man/man1/other.1", "mine");
        var before = paths(prefix);

        succeeds("install");
        assertThat(says()).isEqualTo("v1\n");
        assertThat(paths(prefix)).contains(MANUAL, COMPLETION, "lib/zavora-cli/LICENSE");
        // a start may record the state of the jars anew
        Files.writeString(TinyCheckout.program(prefix.resolve("lib/zavora-cli")).resolve("jars.state"), "changed");

        succeeds("uninstall");
        assertThat(paths(prefix)).isEqualTo(before);
        assertThat(prefix.resolve(".zavora/config.toml")).hasContent("mine");

        var again = script("uninstall");
        assertThat(again.exit()).isZero();
        assertThat(again.err()).isEqualTo("nothing is installed under " + prefix + "\n");
        assertThat(paths(prefix)).isEqualTo(before);
    }

    @Test
    void aPrefixThatInstallMadeGoesToo() throws Exception {
        succeeds("install");
        succeeds("install");
        succeeds("uninstall");

        assertThat(prefix).doesNotExist();
    }

    @Test
    void aStagedInstallKnowsNothingOfItsStage() throws Exception {
        var stage = folder.resolve("stage");
        var shell = new Shell(folder).with("PREFIX", "/opt/z").with("DESTDIR", stage.toString());
        assertThat(shell.run(checkout.root().resolve("scripts/install")).exit()).isZero();

        var installed = stage.resolve("opt/z");
        assertThat(Files.readString(installed.resolve("lib/zavora-cli/manifest")))
                .doesNotContain(folder.toString());
        assertThat(Files.readSymbolicLink(installed.resolve("bin/zavora-cli")))
                .isEqualTo(Path.of("../lib/zavora-cli/zavora-cli"));
        Files.move(installed, prefix);
        assertThat(says()).isEqualTo("v1\n");

        succeeds("uninstall");
        assertThat(prefix).doesNotExist();
        assertThat(stage.resolve("opt")).isEmptyDirectory();
    }

    @Test
    void aNewerVersionReplacesAnOlderAndTheWayBackWorks() throws Exception {
        succeeds("install");
        var first = pointer();
        for (var next : List.of("v2", "v3")) {
            build(next);
            succeeds("install");
            assertThat(says()).isEqualTo(next + "\n");
        }
        assertThat(programs()).hasSize(2).contains(pointer()).doesNotContain(first);

        // built again it is older than those that are there, and still the one to keep
        build("v1");
        var package1 = checkout.root().resolve("target/package").resolve(first);
        assertThat(new Shell(folder).run("touch", "-d", "2001-01-01", package1).exit())
                .isZero();
        succeeds("install");
        assertThat(says()).isEqualTo("v1\n");
        assertThat(programs()).hasSize(2).contains(first);

        succeeds("uninstall");
        assertThat(prefix).doesNotExist();
    }

    private String pointer() throws IOException {
        return Files.readString(prefix.resolve("lib/zavora-cli/current")).strip();
    }

    private List<String> programs() throws IOException {
        return paths(prefix.resolve("lib/zavora-cli")).stream()
                .filter(path -> path.startsWith("app-") && !path.contains("/"))
                .toList();
    }

    @Test
    void whatAnotherPutThereIsNotReplaced() throws Exception {
        put("bin/zavora-cli", "another program");
        var before = paths(prefix);

        var refused = script("install");

        assertThat(refused.exit()).isEqualTo(42);
        assertThat(refused.err()).contains("[INPUT] ", "bin/zavora-cli\nHint: Move it away");
        assertThat(paths(prefix)).isEqualTo(before);
        assertThat(prefix.resolve("bin/zavora-cli")).hasContent("another program");
    }

    @Test
    void aFileThatWasChangedIsKeptAndNamed() throws Exception {
        succeeds("install");
        put(MANUAL, "my notes");
        put("lib/zavora-cli/LICENSE", "my licence");

        var refused = script("install");
        assertThat(refused.exit()).isEqualTo(42);
        assertThat(refused.err()).contains(MANUAL).doesNotContain(COMPLETION);

        var run = script("uninstall");
        assertThat(run.exit()).isZero();
        assertThat(run.err())
                .contains("kept, because it was changed: " + prefix.resolve(MANUAL))
                .contains("kept, because it was changed: " + prefix.resolve("lib/zavora-cli/LICENSE"));
        assertThat(prefix.resolve(MANUAL)).hasContent("my notes");
        assertThat(paths(prefix))
                .containsExactly(
                        "",
                        "lib",
                        "lib/zavora-cli",
                        "lib/zavora-cli/LICENSE",
                        "share",
                        "share/man",
                        "share/man/man1",
                        MANUAL);
    }

    @Test
    void aDamagedProgramIsRepairedByInstallingAgain() throws Exception {
        succeeds("install");
        Files.delete(TinyCheckout.program(prefix.resolve("lib/zavora-cli")).resolve("lib/zavora-cli.jar"));
        put("lib/zavora-cli/zavora-cli", "broken");

        succeeds("install");

        assertThat(says()).isEqualTo("v1\n");
    }

    /** An install whose first command of that kind, at that count, kills it as the kernel would. */
    private void dieAt(String command, int count) throws Exception {
        var bin = Files.createDirectories(folder.resolve("bin-" + command + count));
        var script = Files.writeString(bin.resolve(command), """
                #!/bin/sh
                echo x >>"%1$s/count"
                [ "$(wc -l <"%1$s/count")" -ne %2$d ] || { kill -KILL $PPID; exit 1; }
                exec /usr/bin/%3$s "$@"
                """.formatted(bin, count, command));
        Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwxr-xr-x"));
        var run = new Shell(folder)
                .with("PREFIX", prefix.toString())
                .with("PATH", bin + ":/usr/bin:/bin")
                .run(checkout.root().resolve("scripts/install"));
        assertThat(run.exit()).as(command + count + " " + run.err()).isEqualTo(137);
    }

    @Test
    void anInstallThatWasCutOffCanBeRunAgainOrUninstalled() throws Exception {
        // copying; each of the first renames: manifest twice, program, launcher, licence, pointer, then the documents
        for (var cut : List.of("cp 1", "cp 4", "mv 1", "mv 2", "mv 3", "mv 4", "mv 6", "mv 7")) {
            var words = cut.split(" ", -1);
            dieAt(words[0], Integer.parseInt(words[1]));
            succeeds("uninstall");
            assertThat(paths(prefix))
                    .as(cut)
                    .filteredOn(path -> !path.isEmpty() && !path.equals("lib"))
                    .isEmpty();

            Files.deleteIfExists(prefix.resolve("lib"));
            dieAgain(words);
            succeeds("install");
            assertThat(says()).as(cut).isEqualTo("v1\n");
            assertThat(paths(prefix)).noneMatch(path -> path.contains(".new."));
            succeeds("uninstall");
            assertThat(paths(prefix))
                    .as(cut)
                    .filteredOn(path -> !path.isEmpty() && !path.equals("lib"))
                    .isEmpty();
        }
    }

    private void dieAgain(String... words) throws Exception {
        assertThat(new Shell(folder)
                        .run("rm", "-rf", folder.resolve("bin-" + words[0] + words[1]))
                        .exit())
                .isZero();
        dieAt(words[0], Integer.parseInt(words[1]));
    }

    @Test
    void aPrefixThatCannotBeWrittenToIsNamed() throws Exception {
        Files.createDirectories(prefix);
        Files.setPosixFilePermissions(prefix, PosixFilePermissions.fromString("r-xr-xr-x"));
        for (var top = folder; top != null; top = top.getParent()) {
            if (Files.getOwner(top).equals(Files.getOwner(folder)) && top.startsWith("/tmp/")) {
                Files.setPosixFilePermissions(top, PosixFilePermissions.fromString("rwxr-xr-x"));
            }
        }
        var command = new ArrayList<Object>();
        if ("root".equals(System.getProperty("user.name"))) {
            // permissions do not bind root
            assumeThat(new Shell(folder).run("setpriv", "--version").exit()).isZero();
            command.addAll(List.of("setpriv", "--reuid=65534", "--clear-groups"));
        }
        command.add(checkout.root().resolve("scripts/install"));

        var refused = new Shell(Path.of("/")).with("PREFIX", prefix.toString()).run(command.toArray());

        assertThat(refused.exit()).as(refused.err()).isEqualTo(42);
        assertThat(refused.err())
                .isEqualTo("[INPUT] " + prefix + " cannot be written to\n"
                        + "Hint: Choose another PREFIX, or run this with the rights that it takes.\n");
        assertThat(prefix).isEmptyDirectory();
        Files.setPosixFilePermissions(prefix, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    @Test
    void whoeverBuiltItEverybodyCanRunIt() throws Exception {
        assumeThat(System.getProperty("user.name")).isEqualTo("root");
        var packages = checkout.root().resolve("target/package");
        assertThat(new Shell(folder)
                        .run("sh", "-c", "chown -R 12345:12345 \"$0\" && chmod -R go= \"$0\"", packages)
                        .exit())
                .isZero();
        var shell = new Shell(folder).with("PREFIX", prefix.toString());
        var run = shell.run(
                "sh", "-c", "umask 077 && exec \"$0\"", checkout.root().resolve("scripts/install"));
        assertThat(run.exit()).as(run.err()).isZero();

        for (var path : paths(prefix)) {
            var file = prefix.resolve(path);
            assertThat(Files.getAttribute(file, "unix:uid", LinkOption.NOFOLLOW_LINKS))
                    .as(path)
                    .isEqualTo(0);
            if (!Files.isSymbolicLink(file)) {
                assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                        .as(path)
                        .matches(Files.isDirectory(file) ? "rwxr-xr-x" : "rw[x-]r-[x-]r-[x-]");
            }
        }
        assertThat(new Shell(folder).run("chown", "-R", "0:0", packages).exit()).isZero();
    }

    @Test
    void withoutABuildThereIsNothingToInstall() throws Exception {
        var empty = TinyCheckout.in(Files.createDirectory(folder.resolve("empty")));

        var run = new Shell(folder)
                .with("PREFIX", prefix.toString())
                .run(empty.root().resolve("scripts/install"));

        assertThat(run.exit()).isEqualTo(70);
        assertThat(run.err()).isEqualTo("[INTERNAL] nothing is built\nHint: Run make build.\n");
        assertThat(prefix).doesNotExist();
    }
}
