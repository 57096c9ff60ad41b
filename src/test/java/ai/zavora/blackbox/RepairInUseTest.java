package ai.zavora.blackbox;

import static org.assertj.core.api.Assertions.assertThat;

import ai.zavora.testing.Finished;
import ai.zavora.testing.Launcher;
import ai.zavora.testing.Reply;
import ai.zavora.testing.ServedAgent;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What others store after a repair would be gone with the database that it replaces: they are to be stopped first. */
final class RepairInUseTest extends ProgramTest {
    private static final int PAGE = 4096;

    private Path database;

    @BeforeEach
    void oneTurn() throws Exception {
        server.otherwise(Reply.text("the answer"));
        database = home.resolve(".zavora/sessions.db");
        AskedBefore.in(home, "s1", "before");
    }

    private Launcher kept() {
        return program().with("ZAVORA_SESSION_BACKEND", "sqlite");
    }

    private void isRefused(String who) throws Exception {
        var before = names();

        var repair = kept().run("doctor", "--repair");

        failsInText(repair, 11, "SESSION");
        assertThat(repair.err()).contains("sessions.db is in use by " + who, "Leave every chat", "stop every server");
        assertThat(repair.out()).isEmpty();
        assertThat(names()).isEqualTo(before);
    }

    private List<String> names() throws IOException {
        try (var files = Files.list(database.resolveSibling(""))) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    private Finished repaired() throws InterruptedException {
        var repair = kept().run("doctor", "--repair");
        assertThat(repair.exit()).as(repair.err()).isZero();
        var restored = kept().run("sessions", "restore", database + ".repaired", "--force");
        assertThat(restored.exit()).as(restored.err()).isZero();
        return kept().run("sessions", "show", "--session-id", "s1");
    }

    @Test
    void aTurnOfALiveServerIsNotLost() throws Exception {
        try (var agent = ServedAgent.start(kept())) {
            flaw(database);
            isRefused("the server (process " + agent.program().pid() + ")");
            assertThat(agent.post("/v1/ask", "{\"prompt\":\"meanwhile\",\"session_id\":\"s1\"}")
                            .status())
                    .isEqualTo(200);
            agent.stop();
        }
        assertThat(repaired().out()).contains("before", "meanwhile");
    }

    @Test
    void aTurnOfAnOpenChatIsNotLost() throws Exception {
        try (var chat = kept().withOpenInput().start("chat", "--session-id", "s1")) {
            chat.write("first\n");
            chat.awaitOutput("the answer");
            flaw(database);
            isRefused("process " + chat.pid());
            chat.write("meanwhile\n/exit\n");
            assertThat(chat.finish().exit()).isZero();
        }
        assertThat(repaired().out()).contains("before", "first", "meanwhile");
    }

    /** Where not even the marks of use can be read. */
    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2})
    void aLostPageDoesNotHideTheServer(int page) throws Exception {
        try (var agent = ServedAgent.start(kept())) {
            try (var file = Files.newByteChannel(database, StandardOpenOption.WRITE)) {
                file.position((long) page * PAGE).write(ByteBuffer.allocate(PAGE));
            }
            isRefused("the server (process " + agent.program().pid() + ")");
        }
    }

    @Test
    void aSoundDatabaseNeedsNothingOfThat() throws Exception {
        try (var _ = ServedAgent.start(kept())) {
            var repair = kept().run("doctor", "--repair");

            assertThat(repair.exit()).as(repair.err()).isZero();
            assertThat(repair.out()).contains("nothing to repair");
        }
    }
}
