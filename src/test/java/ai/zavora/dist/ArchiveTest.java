package ai.zavora.dist;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import ai.zavora.base.json.Json;
import ai.zavora.base.json.JsonValue;
import ai.zavora.testing.Launcher;
import ai.zavora.testing.ModelServer;
import ai.zavora.testing.Reply;
import ai.zavora.testing.ServedAgent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The archive on a machine without a JDK: unpacked by one user, moved, protected, and used by another. */
@Tag("blackbox")
@Tag("long")
final class ArchiveTest {
    private static final int NOBODY = 65534;
    private static final boolean ROOT = "root".equals(System.getProperty("user.name"));

    @TempDir
    private static Path shared;

    private static Archive archive;

    /** Unpacked, moved to a path with spaces, and without a right to write. */
    private static Path installed;

    @TempDir
    private Path folder;

    private Path home;
    private final ModelServer server = ModelServer.start();

    @BeforeAll
    static void unpack() throws Exception {
        archive = Archive.make();
        var unpacked = archive.unpack(shared);
        var moved = Files.createDirectories(shared.resolve("moved to/some where"));
        installed = Files.move(unpacked, moved.resolve("the program"));
        open(shared);
        Commands.in(shared, "chmod -R a-w 'moved to'");
    }

    @AfterAll
    static void unprotect() throws Exception {
        Commands.in(shared, "chmod -R u+w .");
    }

    /** A home of the other user, and a PATH with what a start needs, with the program and without any Java. */
    @BeforeEach
    void makeHome() throws Exception {
        open(folder);
        home = Files.createDirectory(folder.resolve("home"));
        if (ROOT) {
            Files.setAttribute(home, "unix:uid", NOBODY);
        }
        var bin = Files.createDirectory(folder.resolve("bin"));
        for (var tool : "sh cat stat sha256sum readlink locale mv rm mkdir id uname".split(" ", -1)) {
            Files.createSymbolicLink(bin.resolve(tool), Path.of("/usr/bin", tool));
        }
        Files.createSymbolicLink(bin.resolve("zavora-cli"), installed.resolve("zavora-cli"));
    }

    @AfterEach
    void stopServer() {
        server.close();
    }

    private static void open(Path path) throws Exception {
        Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    private Launcher program() {
        var launcher = Launcher.in(home)
                .withModel(server)
                .withProgram("zavora-cli")
                .with("PATH", folder.resolve("bin").toString());
        return ROOT ? launcher.withUser(NOBODY) : launcher;
    }

    @Test
    void answersAndServesWithoutAJdkForAUserWhoMayNotWriteThere() throws Exception {
        if (ROOT) {
            assumeThat(Path.of("/usr/bin/setpriv")).exists();
        }
        assertThat(program().shell("command -v java").exit()).isNotZero();
        server.otherwise(Reply.text("from the archive"));

        var version = program().run("--version");
        assertThat(version.out()).matches("zavora-cli \\d+\\.\\d+\\.\\d+\\n");
        assertThat(archive.title()).startsWith(version.out().strip().replace(' ', '-') + "-");

        var asked = program().run("ask", "--session-backend", "sqlite", "hello");
        assertThat(asked.out()).as(asked.err()).isEqualTo("from the archive\n");
        assertThat(asked.err()).isEmpty();

        var doctor = program().run("doctor", "--offline");
        assertThat(doctor.exit()).as(doctor.out() + doctor.err()).isZero();
        assertThat(doctor.out())
                .contains(
                        "ok    start-up cache: in use",
                        installed.resolve("app/runtime").toString());

        try (var agent = ServedAgent.start(program(), "--session-backend", "sqlite")) {
            assertThat(agent.get("/healthz").status()).isEqualTo(200);
            var smoke = program().run("server", "a2a-smoke", agent.address().toString());
            assertThat(smoke.out()).as(smoke.err()).isEqualTo("A2A smoke passed: ack-msg-001 for corr-001.\n");
            assertThat(agent.stop().exit()).isZero();
        }
        Commands.in(shared, "test -z \"$(find 'moved to' -newer '" + folder.resolve("bin") + "' -print -quit)\"");
    }

    @Test
    void withoutItsCacheItStartsAsWellAndSaysSo() throws Exception {
        var copy = folder.resolve("copy");
        Commands.in(folder, "cp -Rp '" + installed + "' copy && chmod -R u+w copy");
        List<Path> caches;
        try (var files = Files.list(copy.resolve("app"))) {
            caches = files.filter(file -> file.toString().endsWith(".aot")).toList();
        }
        assertThat(caches).hasSize(4);
        for (var cache : caches) {
            Files.write(cache, new byte[10_000]);
        }
        saysOfTheCache(copy, "not in use: Java cannot use it");
        for (var cache : caches) {
            Files.delete(cache);
        }
        saysOfTheCache(copy, "not in use: it is missing");
    }

    private void saysOfTheCache(Path copy, String words) throws Exception {
        var doctor =
                program().withProgram(copy.resolve("zavora-cli").toString()).run("doctor", "--offline");
        assertThat(doctor.exit()).as(doctor.err()).isZero();
        assertThat(doctor.err()).isEmpty();
        assertThat(doctor.out()).contains("warn  start-up cache: " + words);
        var asked = program().withProgram(copy.resolve("zavora-cli").toString()).run("ask", "hello");
        assertThat(asked.exit()).as(asked.err()).isZero();
        assertThat(asked.err()).isEmpty();
    }

    @Test
    void theChecksumsFit() throws Exception {
        var told = Commands.in(archive.file().getParent(), "sha256sum -c SHA256SUMS");

        assertThat(told).contains(archive.title() + ".tar.gz: OK", archive.title() + ".cdx.json: OK");
    }

    @Test
    void itsEntriesAreSortedAndNobodys() throws Exception {
        var entry = Pattern.compile("([dl-])(\\S+) 0/0 +\\d+ (\\S+ \\S+) (.*)");
        var names = new ArrayList<String>();
        var times = new TreeSet<String>();
        for (var line : archive.listing()) {
            var parts = entry.matcher(line);
            assertThat(parts.matches()).as(line).isTrue();
            assertThat(parts.group(2)).as(line).isIn("rwxr-xr-x", "rw-r--r--", "rwxrwxrwx");
            times.add(parts.group(3));
            names.add(parts.group(4).replaceAll(" -> .*|/$", ""));
        }
        assertThat(names)
                .isSorted()
                .allMatch(name -> name.equals(archive.title()) || name.startsWith(archive.title() + "/"));
        assertThat(times).hasSize(1);
    }

    @Test
    void hasItsDocumentsAndNothingOfTheMachineThatMadeIt() throws Exception {
        assertThat(installed.resolve("man/zavora-cli.1")).exists();
        for (var completion : List.of("bash/zavora-cli", "zsh/_zavora-cli", "fish/zavora-cli.fish")) {
            assertThat(installed.resolve("completion/" + completion)).isNotEmptyFile();
        }
        assertThat(installed.resolve("LICENSE")).hasSameTextualContentAs(Path.of("LICENSE"));
        assertThat(installed.resolve("app/runtime/legal/java.base/LICENSE")).exists();
        Commands.in(shared, "! grep -rIl -e \"$PROJECT\" -e \"$ZAVORA_JAVA_HOME\" 'moved to'");
    }

    @Test
    void everyPartIsListedWithItsLicence() throws Exception {
        var notice = Files.readString(installed.resolve("NOTICE"));
        var bom = Json.parseObject(Files.readString(installed.resolve("sbom.cdx.json")));
        var parts = bom.array("components");
        try (var jars = Files.list(installed.resolve("app/lib"))) {
            // ours is what the list is about; the runtime is no jar
            assertThat(parts).hasSize((int) jars.count());
        }
        for (var part : parts) {
            var component = (JsonValue.Obj) part;
            var version = component.string("version").orElseThrow();
            if (component.string("type").orElseThrow().equals("platform")) {
                assertThat(version).startsWith(Runtime.version().feature() + ".");
                continue;
            }
            var name = component.string("name").orElseThrow();
            assertThat(notice).contains(component.string("group").orElseThrow() + ":" + name + " " + version + "\n");
            assertThat(installed.resolve("app/lib/" + name + "-" + version + ".jar"))
                    .exists();
        }
        var texts = Pattern.compile("licences/[^,)\\n]+").matcher(notice);
        var count = 0;
        for (; texts.find(); count++) {
            assertThat(installed.resolve(texts.group())).isNotEmptyFile();
        }
        assertThat(count).isGreaterThanOrEqualTo(parts.size() - 1);
    }
}
