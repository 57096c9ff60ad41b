package ai.zavora.blackbox;

import static org.assertj.core.api.Assertions.assertThat;

import ai.zavora.testing.Fault;
import ai.zavora.testing.Launcher;
import ai.zavora.testing.Reply;
import ai.zavora.testing.Scripted;
import ai.zavora.testing.SentRequest;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Large prompts whose turns were cut off stay in the session, and it stays usable. */
final class CutOffTurnsTest extends ProgramTest {
    /** What fits the window of the model, as the program estimates it. */
    private static final int WINDOW_CHARS = 512_000;

    private static final String LARGE = "The elephant is purple. ".repeat(19_500);

    @BeforeEach
    void answers() {
        server.answering(CutOffTurnsTest::answer);
    }

    /** Refuses what does not fit, summarises, answers what is short, and works on the rest for ever. */
    private static Scripted answer(SentRequest request) {
        var chars = request.said().stream().mapToInt(String::length).sum();
        if (chars > WINDOW_CHARS) {
            return Fault.contextOverflow();
        }
        if (isSummary(request)) {
            return Reply.text("Notes on the elephant.");
        }
        return request.lastUserText().endsWith("hi") ? Reply.text("Well.") : Fault.silenceBeforeFirstEvent();
    }

    private static boolean isSummary(SentRequest request) {
        return request.system().startsWith("Summarise");
    }

    private Launcher asking() {
        return program().with("ZAVORA_SESSION_BACKEND", "sqlite").with("ZAVORA_MODEL", "gpt-4o-mini");
    }

    private void cutOff(String signal, int requests) throws InterruptedException {
        try (var running = asking().withInput(LARGE).start("ask", "--session-id", "s1", "Read this:")) {
            assertThat(isSummary(server.awaitRequests(requests).getLast())).isFalse();
            running.signal(signal);
            assertThat(running.finish().exit()).isIn(130, 137);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"INT", "KILL"})
    void twoOfThemAreSummarised(String signal) throws InterruptedException {
        cutOff(signal, 1);
        cutOff(signal, 3);

        var run = asking().run("ask", "--session-id", "s1", "hi");

        assertThat(run.exit()).as(run.err()).isZero();
        assertThat(run.out()).isEqualTo("Well.\n");
        assertThat(run.err()).contains("Earlier turns were summarised");
        assertThat(server.requests()).hasSize(5);
        assertThat(server.lastRequest().lastUserText())
                .contains("Notes on the elephant.")
                .endsWith("hi")
                .hasSizeLessThan(200);
        assertThat(server.requests().get(1).lastUserText())
                .startsWith("User: Read this:")
                .contains("characters are left out here.]")
                .endsWith("--- end stdin ---\n");
        assertThat(asking().run("sessions", "show", "--session-id", "s1", "--json")
                        .out())
                .contains(LARGE);
    }

    @Test
    void theyAreSummarisedBehindAnAnsweredTurn() throws InterruptedException {
        assertThat(asking().run("ask", "--session-id", "s1", "hi").exit()).isZero();
        cutOff("KILL", 3);
        cutOff("INT", 5);

        var run = asking().run("ask", "--session-id", "s1", "hi");

        assertThat(run.out()).as(run.err()).isEqualTo("Well.\n");
        assertThat(server.requests().get(5).lastUserText())
                .contains("Notes on the elephant.", "The elephant is purple.");
    }
}
