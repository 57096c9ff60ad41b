package ai.zavora.blackbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import ai.zavora.testing.Launcher;
import ai.zavora.testing.NamedPipe;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What {@code sessions import} reads from pipes and devices is judged while it comes, and leaves nothing behind. */
final class SessionImportTest extends ProgramTest {
    private static final String IMPORT = "\"$ZAVORA\" --session-backend sqlite sessions import ";

    private Path temporary;

    @BeforeEach
    void folderForCopies() throws IOException {
        temporary = Files.createDirectory(home.resolve("temporary"));
    }

    private Launcher importing() {
        return program().with("ZAVORA_JAVA_OPTS", "-Djava.io.tmpdir=" + temporary);
    }

    private void assertNoCopyIsLeft() throws IOException {
        try (var files = Files.list(temporary)) {
            assertThat(files.map(file -> file.getFileName().toString())).noneMatch(name -> name.startsWith("zavora"));
        }
    }

    @Test
    void theHintOfANameThatCannotBeTakenNamesTheOption() throws Exception {
        AskedBefore.in(home, "plans", "hello");
        var exported = program()
                .run("--session-backend", "sqlite", "sessions", "export", "plans")
                .out();
        Files.writeString(home.resolve("plans.json"), exported);
        Files.writeString(home.resolve("odd.json"), exported.replace("\"plans\"", "\" plans\""));

        for (var file : List.of("plans.json", "odd.json")) {
            var run = program().run("--session-backend", "sqlite", "sessions", "import", file);
            assertThat(run.exit()).as(run.out()).isNotZero();
            assertThat(run.err()).contains("Hint: Choose another", "--as");
            var followed =
                    program().run("--session-backend", "sqlite", "sessions", "import", file, "--as", "of-" + file);
            assertThat(followed.exit()).as(followed.err()).isZero();
        }
    }

    /** Each of them has no end. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "yes | " + IMPORT + "-",
                IMPORT + "- </dev/zero",
                IMPORT + "/dev/zero",
                IMPORT + "<(yes)",
                "{ printf '{\"a\":\"'; yes; } | tr -d '\\n' | " + IMPORT + "-",
                "{ printf '{'; yes ''; } | " + IMPORT + "-"
            })
    void whatHasNoEndIsRefused(String script) throws Exception {
        var run = importing().shell(script);
        failsInText(run, 42, "INPUT");
        assertThat(run.err()).contains("no exported session");
        assertNoCopyIsLeft();
    }

    @ParameterizedTest
    @CsvSource({"INT, 130", "TERM, 143", "HUP, 129"})
    void aSignalEndsTheWaitForAPipe(String signal, int code) throws Exception {
        var pipe = NamedPipe.at(home.resolve("pipe"));
        try (var run = importing().start("--session-backend", "sqlite", "sessions", "import", pipe.toString());
                // returns once the program waits at the other end
                var writer = Files.newOutputStream(pipe)) {
            writer.write("{\"events\":[".getBytes(StandardCharsets.UTF_8));
            run.signal(signal);
            assertThat(run.finish().exit()).isEqualTo(code);
        }
        assertNoCopyIsLeft();
    }

    @Test
    void aPipeIsTakenInWhole() throws Exception {
        AskedBefore.in(home, "s1", "hello");
        var run = importing()
                .shell("\"$ZAVORA\" --session-backend sqlite sessions export s1 | " + IMPORT + "- --as copy");
        assertThat(run.exit()).as(run.err()).isZero();
        assertThat(program()
                        .run("--session-backend", "sqlite", "sessions", "show", "--session-id", "copy")
                        .out())
                .contains("Hello from the model server.");
        assertNoCopyIsLeft();
    }

    @ParameterizedTest
    @CsvSource({"--user-id bob, local-user", "--app-name other, local-user", "'', local-user"})
    void anotherUserOrApplicationIsTakenWhereOneIsGiven(String given, String documents) throws Exception {
        AskedBefore.in(home, "s1", "hello");
        assertThat(program()
                        .shell("\"$ZAVORA\" --session-backend sqlite sessions export s1 >s1.json"
                                + " && \"$ZAVORA\" --session-backend sqlite sessions delete --session-id s1 --force")
                        .exit())
                .isZero();

        var run = program().shell(IMPORT + "s1.json " + given);

        assertThat(run.exit()).as(run.err()).isZero();
        assertThat(run.out())
                .contains("of application " + (given.startsWith("--app") ? "other" : "zavora-cli") + " and user "
                        + (given.startsWith("--user") ? "bob" : documents) + ", ");
        assertThat(program()
                        .shell("\"$ZAVORA\" --session-backend sqlite sessions list " + given)
                        .out())
                .contains("- s1");
    }

    @Test
    void theUserOfTheEnvironmentCountsAsWell() throws Exception {
        AskedBefore.in(home, "s1", "hello");
        var run = program()
                .with("ZAVORA_USER_ID", "bob")
                .shell("ZAVORA_USER_ID=local-user \"$ZAVORA\" --session-backend sqlite sessions export s1 | " + IMPORT
                        + "- --json");
        assertThat(run.exit()).as(run.err()).isZero();
        assertThat(run.out()).contains("\"user\": \"bob\"");
    }

    /** One of the two would be passed over without a word. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\"events\":[ | \"events\":[],\"events\":[ | members events",
                "\"events\":[ | \"session\":{},\"events\":[ | members session",
                "\"events\":[ | \"schema_version\":1,\"events\":[ | members schema_version",
                "\"events\":[ | \"extra\":1,\"extra\":[],\"events\":[ | members extra",
                "\"id\":\"s1\" | \"id\":\"s2\",\"id\":\"s1\" | name stands twice",
                "\"seq\":2 | \"seq\":2,\"seq\":2 | name stands twice"
            })
    void aMemberThatStandsTwiceIsRefused(String place, String twice, String reason) throws Exception {
        AskedBefore.in(home, "s1", "hello");
        var document = program()
                .run("--session-backend", "sqlite", "sessions", "export", "s1")
                .out();
        assertThat(document).contains(place);
        Files.writeString(home.resolve("twice.json"), document.replaceFirst(Pattern.quote(place), twice));

        var run = importing().run("--session-backend", "sqlite", "sessions", "import", "twice.json", "--as", "copy");

        failsInText(run, 42, "INPUT");
        assertThat(run.err()).contains(reason);
        assertThat(program()
                        .run("--session-backend", "sqlite", "sessions", "list")
                        .out())
                .doesNotContain("copy");
    }

    /** Which of them stands twice could not be told without end. */
    @Test
    void namesOfMembersHaveABound() throws Exception {
        Files.writeString(
                home.resolve("many"),
                "import sys\nfor n in range(200000): sys.stdout.write('%s\"member%d\":0' % (',{'[n == 0], n))");
        var run = importing().shell("python3 many | " + IMPORT + "-");
        failsInText(run, 42, "INPUT");
        assertThat(run.err()).contains("names of its members");
        assertNoCopyIsLeft();
    }

    @Test
    void aFullFolderForCopiesIsNamed() throws Exception {
        assumeThat(program().shell("unshare -rm mount -t tmpfs tmpfs \"$HOME\"").exit())
                .as("this user may mount")
                .isZero();
        var run = importing()
                .shell("exec unshare -rm /bin/bash -c 'mount -t tmpfs -o size=64k tmpfs \"$HOME/temporary\""
                        + " && { printf \"{\\\"a\\\":\\\"\"; yes; } | tr -d \"\\n\" | " + IMPORT + "-'");
        failsInText(run, 11, "SESSION");
        assertThat(run.err()).contains(temporary.toString(), "free space").doesNotContain("cannot be read");
    }

    /** Nothing in it is wrong, and it never ends. */
    @ParameterizedTest
    @ValueSource(strings = {"| " + IMPORT + "--max-mib 3 -", "> pipe & " + IMPORT + "--max-mib 3 pipe"})
    void aSessionWithoutEndIsRefusedAtTheLimit(String way) throws Exception {
        assertThat(program().run("ask", "--session-backend", "sqlite", "hello").exit())
                .isZero();
        NamedPipe.at(home.resolve("pipe"));
        var before =
                program().run("--session-backend", "sqlite", "sessions", "list").out();
        Files.writeString(home.resolve("endless"), """
                import json, subprocess, sys
                whole = json.loads(subprocess.run(
                    [sys.argv[1], "--session-backend", "sqlite", "sessions", "export"],
                    stdout=subprocess.PIPE, stdin=subprocess.DEVNULL).stdout)
                events = whole.pop("events")
                whole["session"]["id"] = "endless"
                whole["session"]["events"] = 4000000000
                sys.stdout.write(json.dumps(whole)[:-1] + ', "events": [')
                seq = 0
                try:
                    while True:
                        event = dict(events[0], seq=(seq := seq + 1), id="e" + str(seq))
                        sys.stdout.write((", " if seq > 1 else "") + json.dumps(event))
                except BrokenPipeError:
                    sys.stderr.close()
                """);
        var run = importing().shell("python3 endless \"$ZAVORA\" " + way);
        failsInText(run, 42, "INPUT");
        assertThat(run.err()).contains("larger than 3 MiB", "--max-mib", "regular file");
        assertNoCopyIsLeft();
        assertThat(program()
                        .run("--session-backend", "sqlite", "sessions", "list")
                        .out())
                .isEqualTo(before);
    }
}
