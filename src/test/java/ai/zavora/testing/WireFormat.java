package ai.zavora.testing;

import ai.zavora.base.json.JsonValue;
import java.util.List;
import java.util.Optional;

/** How one provider writes answers and reads requests. Stateless. */
interface WireFormat {

    /** Whether a POST to this path, without its query, is a request for an answer in this format. */
    boolean serves(String path);

    String contentType();

    /** The reply in the three parts a fault may cut it in. */
    Rendered render(Reply reply, SentRequest request);

    /** An event, framed, that is not well-formed. */
    String malformed();

    /** A line that keeps the stream alive and is no event. */
    String keepAlive();

    /** The body of an error response with that status. */
    JsonValue.Obj error(int status, String message);

    /** The error of a prompt that is too long, and its status. */
    Refusal contextOverflow(String message);

    /** The error of a prompt that the filter refuses; empty when the provider says so in a 200 stream. */
    Optional<Refusal> contentFilter(String message);

    /** An error reported inside a stream that has begun. */
    String errorEvent(String message);

    /** The conversation in a request of this format. */
    Conversation read(JsonValue.Obj body);

    /** An error response. */
    record Refusal(int status, JsonValue.Obj body) {}

    /**
     * A rendered reply.
     *
     * @param opening events before the first piece
     * @param body the pieces
     * @param closing events that say the answer is complete
     */
    record Rendered(List<Frame> opening, List<Frame> body, List<Frame> closing) {
        public Rendered {
            opening = List.copyOf(opening);
            body = List.copyOf(body);
            closing = List.copyOf(closing);
        }
    }
}
