package ai.zavora.blackbox;

import static org.assertj.core.api.Assertions.assertThat;

import ai.zavora.adapter.store.sqlite.SqliteStore;
import ai.zavora.core.session.SessionKey;
import ai.zavora.testing.Finished;
import java.nio.file.Files;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** How sessions may be called, and that those with other names, of earlier versions, can still be used. */
final class SessionNamesTest extends ProgramTest {
    private static final String SQLITE = "\"$ZAVORA\" --session-backend sqlite ";
    private static final String ODD = " sp2 ";

    private Finished sqlite(String line) throws InterruptedException {
        return program().shell(SQLITE + line);
    }

    private List<String> ids() {
        try (var store = SqliteStore.open("sqlite://.zavora/sessions.db", home, InstantSource.system())) {
            return store.list("zavora-cli", "local-user").stream()
                    .map(session -> session.key().id())
                    .toList();
        }
    }

    @Test
    void aNameThatLeavesNoRoomForThatOfACopyAsksForOne() throws Exception {
        var longest = "x".repeat(512);
        assertThat(sqlite("ask --session-id " + longest + " hello").exit()).isZero();

        var refused = sqlite("sessions fork " + longest);
        failsInText(refused, 42, "INPUT");
        assertThat(refused.err()).contains("Hint: Name the copy with --as");
        assertThat(sqlite("sessions fork " + longest + " --as copy").exit()).isZero();

        var behind = sqlite("sessions fork copy --at 99 --as other");
        assertThat(behind.err()).contains("'sessions show --json'");
    }

    /** A session as an earlier version would have begun it. */
    private void odd() throws Exception {
        AskedBefore.in(home, "plain", "hello");
        try (var store = SqliteStore.open("sqlite://.zavora/sessions.db", home, InstantSource.system())) {
            store.open(new SessionKey("zavora-cli", "local-user", ODD));
        }
    }

    /** Which ones those are is what the test of session keys says. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "ask --session-id ' s2' hello",
                "ask --session-id $'s\\x1b[2J' hello",
                "ask --session-id $'s\\xff' hello",
                "sessions fork plain --as ' s2'",
                "sessions fork plain --as $'s\\xff'",
                "chat --session-id 's2 '"
            })
    void aNewNameThatCannotBeWrittenDownIsRefused(String line) throws Exception {
        AskedBefore.in(home, "plain", "hello");
        var asked = server.requests().size();

        failsInText(sqlite(line), 42, "INPUT");

        assertThat(ids()).containsExactly("plain");
        assertThat(server.requests()).hasSize(asked);
    }

    @ParameterizedTest
    @ValueSource(strings = {"--json", "--session-id", "-h", "--model=x", "--", "-"})
    void aNameMayReadLikeAnOptionWhereItIsWrittenBehindAnEqualsSign(String name) throws Exception {
        assertThat(sqlite("ask --session-id=" + name + " hello").exit()).isZero();
        assertThat(ids()).containsExactly(name);

        var shown = sqlite("sessions show --json --session-id=" + name);
        var deleted = sqlite("sessions delete --force --session-id=" + name);

        assertThat(shown.out()).as(shown.err()).contains("\"hello\"");
        assertThat(deleted.exit()).as(deleted.err()).isZero();
        assertThat(ids()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"--json", "--session-id", "-h", "--"})
    void behindABlankItIsAnOption(String name) throws Exception {
        assertThat(sqlite("sessions show --session-id " + name).exit()).isEqualTo(2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"--", "--x"})
    void behindTwoDashesItIsAWord(String name) throws Exception {
        assertThat(sqlite("--session-id=" + name + " ask hello").exit()).isZero();

        assertThat(sqlite("sessions export -- " + name).out()).contains("\"hello\"");
        assertThat(sqlite("sessions fork --as copy -- " + name).exit()).isZero();
        var resumed = sqlite("sessions resume -- " + name + " <<<again");
        assertThat(resumed.exit()).as(resumed.err()).isZero();
        assertThat(server.lastRequest().said()).contains("user: hello", "user: again");
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            value = {"--, =--", "-x, =-x", "two words, ` 'two words'`", "plain, ` plain`"})
    void theWayBackToAChatWorksAsItIsPrinted(String id, String printed) throws Exception {
        var sqlite = program().with("ZAVORA_SESSION_BACKEND", "sqlite");
        try (var chat = sqlite.withOpenInput().startOnTerminal("chat", "--session-id=" + id)) {
            chat.awaitOutput("> ");
            chat.write("hello\r/exit\r");
            assertThat(chat.finish().out()).contains("zavora-cli chat --session-id" + printed);
        }
        var again = sqlite.shell("\"$ZAVORA\" chat --session-id" + printed + " <<<again");
        assertThat(again.exit()).as(again.err()).isZero();
        assertThat(server.lastRequest().said()).contains("user: hello", "user: again");
    }

    @Test
    void theWayBackHasTheOptionsThatSayWhereTheSessionIs() throws Exception {
        var options = "--session-backend sqlite --user-id 'somebody else'";
        try (var chat = program()
                .withOpenInput()
                .startOnTerminal("chat", "--session-backend", "sqlite", "--user-id", "somebody else")) {
            chat.awaitOutput("> ");
            chat.write("hello\r/exit\r");
            assertThat(chat.finish().out()).contains("zavora-cli chat " + options + " --session-id default-session");
        }
        program().shell("\"$ZAVORA\" chat " + options + " --session-id default-session <<<again");
        assertThat(server.lastRequest().said()).contains("user: hello", "user: again");
    }

    @Test
    void soIsOneOfADocumentUnlessAnotherIsGiven() throws Exception {
        odd();
        assertThat(sqlite("sessions export '" + ODD + "' >odd.json").exit()).isZero();
        Files.delete(home.resolve(".zavora/sessions.db"));

        failsInText(sqlite("sessions import odd.json"), 42, "INPUT");
        assertThat(sqlite("sessions import odd.json --as sp2").exit()).isZero();
        assertThat(ids()).containsExactly("sp2");
    }

    @Test
    void whatIsThereIsFoundByItsExactName() throws Exception {
        odd();

        assertThat(sqlite("ask --session-id '" + ODD + "' 'and the needle'").exit())
                .isZero();
        assertThat(sqlite("sessions show --session-id '" + ODD + "'").out()).contains("and the needle");
        failsInText(sqlite("sessions show --session-id sp2"), 11, "SESSION");
        assertThat(sqlite("sessions delete --force --session-id '" + ODD + "'").exit())
                .isZero();
        assertThat(ids()).containsExactly("plain");
    }

    @ParameterizedTest
    @ValueSource(strings = {"show --session-id $'s\\xff'", "export $'s\\xff'", "delete --force --session-id $'\\xff'"})
    void bytesThatAreNoTextNameNothing(String line) throws Exception {
        AskedBefore.in(home, "plain", "hello");

        failsInText(sqlite("sessions " + line), 42, "INPUT");
    }

    /** As JSON, a control character is six times as long. */
    @Test
    void aPromptThatCannotBeStoredLeavesNoSessionBehind() throws Exception {
        AskedBefore.in(home, "plain", "hello");
        assertThat(program()
                        .shell("head -c 15000000 /dev/zero | tr '\\0' '\\1' >part")
                        .exit())
                .isZero();

        failsInText(sqlite("ask --session-id s2 --max-prompt-chars 20000000 -f part"), 42, "INPUT");

        assertThat(ids()).containsExactly("plain");
    }

    @Test
    void anEmptySessionIsCopiedAsItIs() throws Exception {
        odd();

        assertThat(sqlite("sessions fork '" + ODD + "' --as e2").out()).startsWith("Copied 0 events");
        var run = sqlite("sessions fork '" + ODD + "' --as e3 --at 1");
        failsInText(run, 42, "INPUT");
        assertThat(run.err()).contains("has no entries").doesNotContain("from 1 to 0");
        assertThat(ids()).containsExactlyInAnyOrder("plain", ODD, "e2");
    }
}
