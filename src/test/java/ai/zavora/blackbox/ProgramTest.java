package ai.zavora.blackbox;

import static org.assertj.core.api.Assertions.assertThat;

import ai.zavora.base.json.JsonValue;
import ai.zavora.testing.Finished;
import ai.zavora.testing.Launcher;
import ai.zavora.testing.ModelServer;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What all black-box tests share: a model server, a home of their own and the shape of failures. */
@Tag("blackbox")
@Timeout(180)
abstract class ProgramTest {
    static final String PROMPT = "canary prompt about the purple elephant";
    static final String KEY = "sk-test-key-0123456789";

    @TempDir
    Path home;

    final ModelServer server = ModelServer.start();

    @AfterEach
    void stopServer() {
        server.close();
    }

    /** The program with OpenAI at the test server. */
    Launcher program() {
        return Launcher.in(home).withModel(server);
    }

    /** The program with every provider at the test server, and sessions in a file. */
    Launcher withEveryProvider() {
        return Launcher.in(home)
                .withModel(server)
                .with("ZAVORA_SESSION_BACKEND", "sqlite")
                .with("ANTHROPIC_API_KEY", KEY)
                .with("ANTHROPIC_BASE_URL", server.baseUrl())
                .with("DEEPSEEK_API_KEY", KEY)
                .with("DEEPSEEK_BASE_URL", server.baseUrl())
                .with("GOOGLE_API_KEY", KEY)
                .with("GOOGLE_GEMINI_BASE_URL", server.baseUrl())
                .with("OLLAMA_HOST", server.baseUrl());
    }

    /** Changes a session database behind the back of the program. */
    static void change(Path database, String statement) throws SQLException {
        try (var connection = DriverManager.getConnection("jdbc:sqlite:" + database);
                var change = connection.createStatement()) {
            change.executeUpdate(statement);
        }
    }

    /** Damages a row that no session needs, so that there is something to repair and nothing to lose. */
    static void flaw(Path database) throws SQLException {
        change(database, "INSERT INTO journal_state VALUES ('app', 'flaw', '', '{}', 'never')");
    }

    /** It failed as a person sees it: nothing but a typed line and a hint on standard error. */
    static void failsInText(Finished run, int exit, String category) {
        assertThat(run.exit()).as(run.err()).isEqualTo(exit);
        assertThat(run.err()).contains("[" + category + "] ").contains("Hint: ");
        givesNothingAway(run);
    }

    /** It failed as a script sees it: the last line says so and carries the exit code. */
    static void failsInJson(Finished run, int exit, String category) {
        assertThat(run.exit()).as(run.err()).isEqualTo(exit);
        var last = run.lastJson();
        assertThat(last.string("type")).contains("error");
        var error = last.object("data").orElse(last).object("error").orElse(JsonValue.Obj.EMPTY);
        assertThat(error.integer("exit_code")).hasValue(exit);
        assertThat(error.string("category")).contains(category);
        givesNothingAway(run);
    }

    private static void givesNothingAway(Finished run) {
        assertThat(run.err()).doesNotContain("purple elephant", KEY, "\tat ", "Exception in");
        assertThat(run.out()).doesNotContain("purple elephant", KEY);
    }
}
