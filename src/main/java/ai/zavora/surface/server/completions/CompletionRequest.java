package ai.zavora.surface.server.completions;

import static java.util.stream.Stream.concat;

import ai.zavora.base.json.JsonValue;
import ai.zavora.core.agent.TurnTerms;
import ai.zavora.core.agent.UserInput;
import ai.zavora.core.llm.Message;
import ai.zavora.surface.server.wire.ApiException;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * What a request for a chat completion asks for.
 *
 * @param model the name of the model
 * @param history what was said before, oldest first
 * @param input what the user says now, and what holds for its answer
 * @param user who the caller says its user is
 * @param delivery how the answer is to come
 */
public record CompletionRequest(
        String model, List<Message> history, UserInput input, Optional<String> user, Delivery delivery) {

    public CompletionRequest {
        history = List.copyOf(history);
    }

    /** How an answer is to come. */
    public enum Delivery {
        WHOLE,
        CHUNKS,
        /** In chunks, with the tokens in one more. */
        CHUNKS_WITH_USAGE
    }

    /**
     * Reads a body.
     *
     * @param mostChars how long each text may be; empty for no limit
     * @throws ApiException 400, when something is missing, mistyped, or changes the answer and is not done here
     */
    public static CompletionRequest of(JsonValue.Obj body, OptionalInt mostChars) {
        var model = Member.of(body, "model").text();
        Unsupported.check(body);
        var dialogue = new MessageReader(mostChars).read(Member.of(body, "messages"));
        var terms = new TurnTerms(dialogue.instructions(), maxTokens(body));
        return new CompletionRequest(
                model,
                dialogue.history(),
                UserInput.text(dialogue.prompt(), terms),
                Member.of(body, "user").optionalText(),
                delivery(body));
    }

    /** The lower one of the two names that the bound has had. */
    private static OptionalInt maxTokens(JsonValue.Obj body) {
        return concat(
                        Member.of(body, "max_completion_tokens").count().stream(),
                        Member.of(body, "max_tokens").count().stream())
                .mapToInt(Integer::intValue)
                .min();
    }

    private static Delivery delivery(JsonValue.Obj body) {
        var options = Member.of(body, "stream_options");
        var usage = !options.isMissing()
                && options.member(options.object(), "include_usage").flag();
        if (!Member.of(body, "stream").flag()) {
            return Delivery.WHOLE;
        }
        return usage ? Delivery.CHUNKS_WITH_USAGE : Delivery.CHUNKS;
    }
}
