package ai.zavora.surface.chat;

import static org.assertj.core.api.Assertions.assertThat;

import ai.zavora.adapter.store.memory.MemoryStore;
import ai.zavora.base.config.GivenOptions;
import ai.zavora.base.error.ErrorKind;
import ai.zavora.base.error.ExitCodes;
import ai.zavora.base.error.ZavoraException;
import ai.zavora.base.json.JsonValue;
import ai.zavora.core.agent.TurnEvent;
import ai.zavora.core.command.ChatSetup;
import ai.zavora.core.command.ChatState;
import ai.zavora.core.llm.StopReason;
import ai.zavora.core.llm.Usage;
import ai.zavora.core.policy.Approver;
import ai.zavora.core.policy.ToolCall;
import ai.zavora.core.session.SessionKey;
import ai.zavora.testing.MutableClock;
import ai.zavora.testing.Providers;
import ai.zavora.testing.ScriptedRuntime;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.junit.jupiter.api.Test;

class PipedChatTest {
    private final MutableClock clock = MutableClock.fixed();
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private ScriptedRuntime runtime = ScriptedRuntime.echo(new MemoryStore(clock));

    private void script(ScriptedRuntime.Script script) {
        runtime = new ScriptedRuntime(new MemoryStore(clock), script);
    }

    private int chat(String input) {
        return chat(input.getBytes(StandardCharsets.UTF_8), out);
    }

    private int chat(byte[] input, OutputStream output) {
        var streams = new ChatStreams(
                new ByteArrayInputStream(input),
                new PrintStream(output, false, StandardCharsets.UTF_8),
                new PrintStream(err, false, StandardCharsets.UTF_8));
        var terminal = new ChatTerminal(Set.of(), "xterm", ChatTerminal.Style.COLOUR, Optional.empty(), _ -> false);
        try (var console = ChatConsole.open(streams, terminal)) {
            var setup = new ChatSetup(
                    new SessionKey("zavora", "me", "default"),
                    "project",
                    "default",
                    "openai/gpt-large",
                    "1.0.0",
                    "",
                    GivenOptions.NONE);
            return new LineChat(console, runtime, new ChatState(runtime, setup, Providers.two(), clock, _ -> {})).run();
        }
    }

    private String out() {
        return out.toString(StandardCharsets.UTF_8);
    }

    private String err() {
        return err.toString(StandardCharsets.UTF_8);
    }

    @Test
    void eachLineIsATurnAndTheEndOfTheInputEndsTheChat() {
        assertThat(chat("hi\n\n  \nand again")).isZero();
        assertThat(out()).isEqualTo("You said: hi\nYou said: and again\n");
        assertThat(err()).isEmpty();
        assertThat(runtime.prompts()).containsExactly("hi", "and again");
    }

    @Test
    void exitEndsItBeforeTheInputDoes() {
        assertThat(chat("hi\r\n/exit\r\nnever\r\n")).isZero();
        assertThat(out()).isEqualTo("You said: hi\n");
    }

    @Test
    void commandsAnswerOnStandardOutputAndReportOnStandardError() {
        assertThat(chat("/status\n/model gpt-large\nhi\n/new\nho\n")).isZero();
        assertThat(out()).contains("Session    default", "You said: hi\n", "You said: ho\n");
        assertThat(err()).contains("Now openai/gpt-large", "New session session-");
    }

    @Test
    void aChoiceTakesTheNextLine() {
        assertThat(chat("/model\n1\nhi\n")).isZero();
        assertThat(err()).contains("  1  gpt-large", "Now openai/gpt-large");
        assertThat(runtime.prompts()).containsExactly("hi");
        assertThat(chat("/model\n")).isZero();
    }

    @Test
    void nothingAModelOrAServerSaysForgesALineOrSteersTheTerminal() {
        var hostile = "\u001b[2J\n[INTERNAL] forged\n\u202e" + "x".repeat(100_000);
        script((_, events) -> {
            events.accept(new TurnEvent.ModelRetrying(2, Duration.ZERO, hostile));
            events.accept(new TurnEvent.Notice(hostile));
            events.accept(new TurnEvent.ModelProgress(hostile, OptionalInt.empty()));
            var output = JsonValue.object().put(hostile, hostile).build();
            events.accept(new TurnEvent.ToolRequested("c1", hostile, output));
            events.accept(new TurnEvent.ToolDecided("c1", hostile, "denied", hostile));
            events.accept(new TurnEvent.ToolFinished("c1", hostile, output, TurnEvent.Outcome.FAILED, Duration.ZERO));
            throw new ZavoraException(ErrorKind.PROVIDER, hostile, hostile);
        });

        assertThat(chat("hi\n")).isEqualTo(10);

        assertThat(err()).doesNotContain("\u001b", "\u202e");
        assertThat(err().lines())
                .hasSize(8)
                .noneMatch(line -> line.startsWith("[INTERNAL] forged"))
                .allMatch(line -> line.length() <= 1000);
    }

    @Test
    void aFailingTurnIsReportedAndTheChatGoesOn() {
        script((prompt, _) -> {
            if (prompt.equals("bad")) {
                throw new ZavoraException(ErrorKind.PROVIDER, "The model is away.", "Wait.");
            }
            return "ok";
        });
        assertThat(chat("bad\n")).isEqualTo(10);
        assertThat(err()).isEqualTo("[PROVIDER] The model is away.\nHint: Wait.\n");
        assertThat(chat("bad\ngood\n")).isZero();
        assertThat(chat("good\nbad\n/status\n")).isEqualTo(10);
    }

    @Test
    void aFailingCommandIsReportedAndTheChatGoesOn() {
        assertThat(chat("/provider typo\n/nonsense\n/model 7 8 9\n/new default\n"))
                .isEqualTo(42);
        assertThat(chat("/provider typo\nhi\n")).isZero();
        assertThat(err()).contains("[INPUT] There is no provider typo.", "[INPUT] There is no command /nonsense.");
    }

    @Test
    void aDefectIsReportedWithoutItsMessage() {
        script((_, _) -> {
            throw new IllegalStateException("the prompt and the key");
        });
        assertThat(chat("hi\n")).isEqualTo(70);
        assertThat(err())
                .contains("[INTERNAL] Unexpected failure: IllegalStateException")
                .doesNotContain("the key");
    }

    @Test
    void bytesThatAreNoTextAreReportedAndTheNextLineIsRead() {
        var input = new byte[] {'a', (byte) 0xff, '\n', 'h', 'i', '\n'};
        assertThat(chat(input, out)).isZero();
        assertThat(err()).contains("[INPUT] A line of the input is not valid UTF-8.");
        assertThat(runtime.prompts()).containsExactly("hi");
    }

    @Test
    void aLineBeyondTheLimitIsReported() {
        assertThat(chat("x".repeat(LineBytes.LIMIT + 1) + "\n")).isEqualTo(42);
        assertThat(err()).contains("[INPUT] A line of the input has 16777217 bytes");
        assertThat(runtime.prompts()).isEmpty();
    }

    @Test
    void whatHappensBesideTheAnswerGoesToStandardError() {
        script((_, events) -> {
            events.accept(new TurnEvent.ModelRetrying(2, Duration.ofMillis(1500), "HTTP 503."));
            events.accept(new TurnEvent.TextDelta("assistant", "Let me "));
            events.accept(new TurnEvent.TextDelta("assistant", "look."));
            events.accept(new TurnEvent.ModelReplied(
                    runtime.route(), StopReason.TOOL_USE, Usage.NONE, Duration.ZERO, Optional.empty()));
            events.accept(new TurnEvent.ToolRequested("1", "current_unix_time", JsonValue.Obj.EMPTY));
            events.accept(new TurnEvent.ToolDecided("1", "current_unix_time", "allowed", "rule"));
            events.accept(new TurnEvent.ToolFinished(
                    "1",
                    "current_unix_time",
                    JsonValue.object().put("unix", 5).build(),
                    TurnEvent.Outcome.SUCCEEDED,
                    Duration.ZERO));
            events.accept(new TurnEvent.ToolDecided("2", "shell", "denied", "no"));
            events.accept(new TurnEvent.Notice("take care"));
            events.accept(new TurnEvent.TextDelta("assistant", "Five."));
            return "Five.";
        });
        assertThat(chat("when?\n")).isZero();
        assertThat(out()).isEqualTo("Let me look.\nFive.\n");
        assertThat(err())
                .contains("HTTP 503. Trying again in 1.5 s (attempt 2).")
                .contains("current_unix_time {\"unix\":5}")
                .contains("shell denied: no")
                .contains("note: take care")
                .doesNotContain("\033");
    }

    @Test
    void aSilentModelIsSaidToBeSilentBesideTheAnswers() {
        script((_, _) -> "");
        assertThat(chat("hi\n")).isZero();
        assertThat(out()).isEmpty();
        assertThat(err()).contains("no answer");
    }

    @Test
    void escapeSequencesOfAModelDoNotReachTheTerminal() {
        script((_, events) -> {
            events.accept(new TurnEvent.TextDelta("assistant", "a\033"));
            events.accept(new TurnEvent.TextDelta("assistant", "]0;title\007b\u009b31m\u202ec\rd\ud83d"));
            events.accept(new TurnEvent.TextDelta("assistant", "\ude00"));
            events.accept(new TurnEvent.ToolRequested("1", "t\033[2J", JsonValue.of("\033[2J")));
            return "x";
        });
        assertThat(chat("hi\n")).isZero();
        assertThat(out()).isEqualTo("a␛]0;title␇b\ufffd31m\ufffdcd😀\n");
        assertThat(err()).doesNotContain("\033");
    }

    @Test
    void nobodyIsAskedBetweenPipes() throws InterruptedException {
        var streams = new ChatStreams(
                new ByteArrayInputStream("y\n".getBytes(StandardCharsets.UTF_8)),
                new PrintStream(out, false, StandardCharsets.UTF_8),
                new PrintStream(err, false, StandardCharsets.UTF_8));
        var terminal = new ChatTerminal(Set.of(), "xterm", ChatTerminal.Style.COLOUR, Optional.empty(), _ -> false);
        try (var console = ChatConsole.open(streams, terminal)) {
            var call = new ToolCall("1", "shell", JsonValue.Obj.EMPTY);
            var recorded = new ArrayList<Approver.Answer>();
            var answer =
                    console.approver().ask(new Approver.ApprovalRequest(call, List.of(), "it writes"), recorded::add);
            assertThat(answer).isEqualTo(Approver.Answer.NO);
            assertThat(recorded).containsExactly(answer);
        }
    }

    @Test
    void aReaderThatLeavesEndsTheChatQuietly() {
        var gone = new OutputStream() {
            @Override
            public void write(int b) throws IOException {
                throw new IOException("Broken pipe");
            }
        };
        assertThat(chat("one\ntwo\nthree\n".getBytes(StandardCharsets.UTF_8), gone))
                .isEqualTo(ExitCodes.OUTPUT_CLOSED);
        assertThat(runtime.prompts()).containsExactly("one");
        assertThat(err()).isEmpty();
    }
}
