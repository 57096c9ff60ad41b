package ai.zavora.surface.chat;

import ai.zavora.base.json.Json;
import ai.zavora.base.json.JsonValue;
import ai.zavora.core.policy.Approver;
import ai.zavora.core.tool.Access;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** Asks the person at the terminal. Shows the whole call: nothing that is approved may be out of sight. */
final class TerminalApprover implements Approver {
    private final LineInput input;
    private final Screen screen;

    TerminalApprover(LineInput input, Screen screen) {
        this.input = input;
        this.screen = screen;
    }

    @Override
    public Answer ask(ApprovalRequest request, Consumer<Answer> record) throws InterruptedException {
        var answer = answer(request);
        record.accept(answer);
        return answer;
    }

    private Answer answer(ApprovalRequest request) throws InterruptedException {
        screen.endAnswer();
        screen.note(Tone.WARNING, "The model wants to use " + request.call().tool() + ": " + request.reason());
        screen.lines(Tone.PLAIN, details(request));
        return switch (input.ask("Allow? [y]es once, [t]rust this tool, anything else denies: ")) {
            case Reading.Line(var text) -> answer(text);
            case Reading.Interrupted _, Reading.Gone _ -> throw new InterruptedException();
            case Reading.Stopped _ -> {
                var _ = Thread.interrupted();
                throw new InterruptedException();
            }
            case Reading.End _, Reading.Unreadable _ -> Answer.NO;
        };
    }

    private static Answer answer(String text) {
        return switch (text.strip().toLowerCase(Locale.ROOT)) {
            case "y", "yes" -> Answer.ONCE;
            case "t", "trust" -> Answer.TRUST_TOOL;
            default -> Answer.NO;
        };
    }

    private static List<String> details(ApprovalRequest request) {
        var arguments = request.call().arguments();
        // JSON has no line break within a name or a text, so these are ours
        var shown = arguments.equals(JsonValue.Obj.EMPTY)
                ? Stream.of("(no arguments)")
                : Json.writePretty(arguments).lines();
        return Stream.concat(shown, request.accesses().stream().map(TerminalApprover::words))
                .map(line -> "  " + line)
                .toList();
    }

    private static String words(Access access) {
        return switch (access) {
            case Access.Read(var path) -> "reads " + path;
            case Access.Write(var path) -> "writes " + path;
            case Access.Exec(var command) -> "runs " + Json.write(JsonValue.of(command));
            case Access.Net(var uri) -> "talks to " + uri;
            case Access.Opaque(var text) -> "does " + text;
        };
    }
}
