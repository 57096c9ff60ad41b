package ai.zavora.adapter.provider.local;

/**
 * One side's say in a conversation as a local model sees it: user and assistant take turns, the user first.
 *
 * @param text everything that side said, tool calls and outputs written out
 */
record Turn(Speaker speaker, String text) {

    /** The two sides; the names are those of chat templates. */
    enum Speaker {
        USER("user"),
        ASSISTANT("assistant");

        private final String role;

        Speaker(String role) {
            this.role = role;
        }

        String role() {
            return role;
        }
    }
}
