package ai.zavora.blackbox;

import static org.assertj.core.api.Assertions.assertThat;

import ai.zavora.testing.Finished;
import ai.zavora.testing.Launcher;
import ai.zavora.testing.Reply;
import ai.zavora.testing.RunningProgram;
import java.sql.DriverManager;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;

/** The mark of use of a chat: where it is, and where the chat is stopped for longer than it lasts. */
final class SuspendedChatTest extends ProgramTest {

    private Launcher kept() {
        return program().with("ZAVORA_SESSION_BACKEND", "sqlite");
    }

    private RunningProgram chatAfterOneTurn() throws InterruptedException {
        server.reply(Reply.text("First answer."), Reply.text("Second answer."), Reply.text("Third answer."));
        var chat = kept().withOpenInput().start("chat", "--session-id", "held");
        // the answer of the command comes when the turn is over
        chat.write("first\n/help\n");
        chat.awaitOutput("/new");
        return chat;
    }

    /** As if the time of a mark had passed. */
    private void marksRunOut() throws SQLException {
        change("UPDATE journal_hold SET expires_unix_ms = 1");
    }

    private int change(String statement) throws SQLException {
        try (var connection = DriverManager.getConnection("jdbc:sqlite:" + home.resolve(".zavora/sessions.db"));
                var change = connection.createStatement()) {
            return change.executeUpdate(statement);
        }
    }

    private Finished sessions(String... arguments) throws InterruptedException {
        var words = new String[arguments.length + 1];
        words[0] = "sessions";
        System.arraycopy(arguments, 0, words, 1, arguments.length);
        return kept().run(words);
    }

    @Test
    void itsSessionIsInUseAsLongAsItLives() throws Exception {
        try (var chat = chatAfterOneTurn()) {
            kept().run("ask", "--session-id", "newer", "hello");
            chat.signal("STOP");
            marksRunOut();

            var preview = sessions("prune", "--keep", "1", "--dry-run");
            var pruned = sessions("prune", "--keep", "1", "--force");
            var deleted = sessions("delete", "--session-id", "held", "--force");

            assertThat(preview.out()).doesNotContain("- held");
            assertThat(pruned.exit()).as(pruned.err()).isZero();
            failsInText(deleted, 11, "SESSION");
            assertThat(kept().run("doctor", "--offline").out()).contains("1 mark of use");
            assertThat(sessions("list").out()).contains("held");
            chat.signal("CONT");
            chat.write("second\n/exit\n");
            assertThat(chat.finish().exit()).isZero();
        }
        assertThat(server.lastRequest().said()).contains("user: first", "user: second");
        assertThat(kept().run("doctor", "--offline").out()).doesNotContain("of use");
    }

    @Test
    void theSessionThatItMovedToIsInUseAndTheOneItLeftIsNot() throws Exception {
        try (var chat = chatAfterOneTurn()) {
            chat.write("/new other\n/help\n");
            chat.awaitOutput("/new", 2);

            var left = sessions("delete", "--session-id", "held", "--force");
            var entered = sessions("delete", "--session-id", "other", "--force");

            assertThat(left.exit()).as(left.err()).isZero();
            failsInText(entered, 11, "SESSION");
            chat.write("/exit\n");
            assertThat(chat.finish().exit()).isZero();
        }
    }

    @Test
    void whatAKilledChatLeftNeitherCountsNorStays() throws Exception {
        try (var chat = chatAfterOneTurn()) {
            chat.signal("KILL");
            chat.finish();
        }
        assertThat(kept().run("doctor", "--offline").out()).doesNotContain("of use");
        marksRunOut();

        assertThat(kept().run("ask", "--session-id", "newer", "hello").exit()).isZero();

        assertThat(change("DELETE FROM journal_hold")).isZero();
    }

    /** By a program that knows nothing of marks, or from a host where the chat cannot be seen. */
    @Test
    void aDeletedSessionIsToldBeforeItIsBegunAnew() throws Exception {
        try (var chat = chatAfterOneTurn()) {
            chat.signal("STOP");
            change("DELETE FROM journal_hold");
            assertThat(sessions("delete", "--session-id", "held", "--force").exit())
                    .isZero();
            chat.signal("CONT");
            chat.write("second\n");
            chat.awaitError("deleted by somebody else");
            assertThat(server.requests()).hasSize(1);
            chat.write("third\n/exit\n");
            assertThat(chat.finish().exit()).isZero();
        }
        assertThat(server.lastRequest().said()).containsExactly("user: third");
    }

    @Test
    void aReplacedSessionIsTold() throws Exception {
        try (var chat = chatAfterOneTurn()) {
            chat.signal("STOP");
            change("DELETE FROM journal_hold");
            sessions("delete", "--session-id", "held", "--force");
            kept().run("ask", "--session-id", "held", "elsewhere");
            chat.signal("CONT");
            chat.write("second\n");
            chat.awaitError("replaced by somebody else");
        }
    }

    @Test
    void figuresOfADeletedOrReplacedSessionAreNotShownAsThoseOfThisOne() throws Exception {
        try (var chat = chatAfterOneTurn()) {
            chat.write("/usage\n");
            chat.awaitOutput("This session: 1 turn, 1 reply");
            change("DELETE FROM journal_hold");
            sessions("delete", "--session-id", "held", "--force");
            chat.write("/usage\n");
            chat.awaitOutput("This session: 0 turns, 0 replies");
            assertThat(chat.out()).contains("deleted or replaced this session");
            kept().run("ask", "--session-id", "held", "elsewhere");
            kept().run("ask", "--session-id", "held", "elsewhere again");
            chat.write("/usage\n/exit\n");
            assertThat(chat.finish().out()).contains("This session: 2 turns, 2 replies");
        }
        assertThat(server.requests()).hasSize(3);
    }

    @Test
    void figuresOfAReplacedSessionAreCountedAnew() throws Exception {
        try (var chat = chatAfterOneTurn()) {
            chat.write("/usage\n");
            chat.awaitOutput("This session: 1 turn, 1 reply");
            assertThat(chat.out()).doesNotContain("deleted or replaced");
            change("DELETE FROM journal_hold");
            sessions("delete", "--session-id", "held", "--force");
            kept().run("ask", "--session-id", "held", "elsewhere");
            kept().run("ask", "--session-id", "held", "elsewhere again");
            chat.write("/usage\n/exit\n");
            assertThat(chat.finish().out())
                    .contains("deleted or replaced this session", "This session: 2 turns, 2 replies");
        }
    }

    @Test
    void turnsOfOthersAreToldAndSeen() throws Exception {
        try (var chat = chatAfterOneTurn()) {
            kept().run("ask", "--session-id", "held", "elsewhere");
            chat.write("second\n/exit\n");
            var run = chat.finish();
            assertThat(run.exit()).as(run.err()).isZero();
            assertThat(run.out() + run.err()).contains("Somebody else has gone on");
        }
        assertThat(server.lastRequest().said()).contains("user: first", "user: elsewhere", "user: second");
    }
}
