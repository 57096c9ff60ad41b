package ai.zavora.blackbox;

import static org.assertj.core.api.Assertions.assertThat;

import ai.zavora.base.json.JsonValue;
import ai.zavora.testing.Fault;
import ai.zavora.testing.Finished;
import ai.zavora.testing.Reply;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A key of somebody else in what a provider says of a failure is shown by nothing that tells of it. */
final class ToldKeysTest extends ProgramTest {
    // put together here, so that nobody who looks for keys finds one
    private static final String AWS = "AKIA" + "IOSFODNN7" + "EXAMPLE";
    private static final String GITLAB = "glpat" + "-abcd1234efgh5678ijkl";
    private static final String TOKEN = "eyJ" + "hbGciOiJIUzI1NiJ9" + ".eyJ" + "zdWIiOiIxMjM0In0.c2lnbmF0dXJlMTIz";
    private static final String TOLD = "role " + AWS + ", vault " + GITLAB + " and " + TOKEN + " have no access";
    private static final String SHOWN = "role [REDACTED], vault [REDACTED] and [REDACTED] have no access";

    private static final Reply DONE = Reply.text("Here I am.");

    private static void tellsWithoutKeys(Finished run) {
        assertThat(run.out() + run.err())
                .contains(SHOWN)
                .doesNotContain(AWS, GITLAB, TOKEN.substring(0, TOKEN.indexOf('.')));
    }

    @ParameterizedTest
    @ValueSource(strings = {"text", "json", "stream-json"})
    void whereAskTriesAgain(String format) throws InterruptedException {
        server.reply(Fault.refusal(503, TOLD), DONE);

        var run = program().run("ask", "-o", format, "hello");

        assertThat(run.exit()).as(run.err()).isZero();
        tellsWithoutKeys(run);
        assertThat(run.err()).contains("Trying again in ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"text", "json", "stream-json"})
    void whereAskFails(String format) throws InterruptedException {
        server.reply(Fault.refusal(403, TOLD));

        var run = program().run("ask", "-o", format, "hello");

        assertThat(run.exit()).as(run.err()).isEqualTo(10);
        tellsWithoutKeys(run);
    }

    @Test
    void inAChatOverAPipe() throws InterruptedException {
        server.reply(Fault.refusal(503, TOLD), DONE, Fault.refusal(403, TOLD));

        var run = program().withInput("first\nsecond\n").run("chat");

        tellsWithoutKeys(run);
        assertThat(run.err()).contains("Trying again in ", "[PROVIDER] ");
    }

    @Test
    void inAChatOnATerminal() throws InterruptedException {
        server.reply(Fault.refusal(503, TOLD), DONE, Fault.refusal(403, TOLD));
        try (var chat = program().withOpenInput().startOnTerminal()) {
            chat.awaitOutput("zavora> ");
            chat.write("first\r");
            chat.awaitOutput("Here I am.");
            chat.write("second\r");
            chat.awaitOutput("[PROVIDER] ");
            chat.write("/exit\r");

            var run = chat.finish();
            assertThat(run.out())
                    .contains("Trying again in ")
                    .doesNotContain(AWS, GITLAB, TOKEN.substring(0, TOKEN.indexOf('.')));
        }
    }

    /** A model that is told of one in a file calls tools with it, and the failure of a call repeats its arguments. */
    @Test
    void inTheFailureOfATool() throws InterruptedException {
        var arguments =
                JsonValue.object().put("key " + AWS, 1).put("note", "deploy").build();
        server.reply(Reply.toolUse("release_template", arguments), Reply.toolUse(GITLAB, JsonValue.Obj.EMPTY), DONE);
        var asked = program().run("ask", "hello");

        assertThat(asked.exit()).as(asked.err()).isZero();
        assertThat(asked.err())
                .contains("Tool release_template failed: ", "[REDACTED]", "Tool [REDACTED] failed: ")
                .doesNotContain(AWS, GITLAB);

        server.reply(Reply.toolUse("release_template", arguments), DONE);
        var chat = program().withInput("hello\n").run("chat");

        // what the model asks for is shown as it is
        assertThat(chat.err().lines().filter(line -> line.contains("\"error\"")))
                .singleElement()
                .asString()
                .contains(" release_template {", "[REDACTED]")
                .doesNotContain(AWS);
    }

    @Test
    void asTheNameOfASessionThatIsThere() throws InterruptedException {
        var program = program().with("ZAVORA_SESSION_BACKEND", "sqlite");
        assertThat(program.run("ask", "--session-id", GITLAB, "hello").exit()).isZero();

        var run = program.withInput("/new " + GITLAB + "\n").run("chat");

        assertThat(run.err()).contains("There is a session [REDACTED] already").doesNotContain(GITLAB);
    }
}
