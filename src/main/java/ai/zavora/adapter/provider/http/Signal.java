package ai.zavora.adapter.provider.http;

/** What the thread that talks to the provider tells the calling thread, in this order. */
sealed interface Signal {

    /** The connection stands, TLS included. */
    record Connected() implements Signal {}

    /** The request is written. */
    record Sent() implements Signal {}

    /** The answer's status line and headers. */
    record Head(ResponseHead head) implements Signal {}

    /** A piece of the answer's body. */
    final class Bytes implements Signal {
        private final byte[] content;

        /** @param content not to be changed afterwards */
        Bytes(byte[] content) {
            this.content = content;
        }

        byte[] content() {
            return content;
        }
    }

    /** The body ended as announced. */
    record End() implements Signal {}

    /** It is over, for this cause. */
    record Failed(Exception cause) implements Signal {}
}
