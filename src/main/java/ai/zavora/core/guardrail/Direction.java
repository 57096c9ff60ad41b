package ai.zavora.core.guardrail;

/** Which way a text goes. */
public enum Direction {
    /** To a model: prompts and tool results. */
    INPUT("input"),
    /** From a model: answers, reasoning and tool arguments. */
    OUTPUT("output");

    private final String word;

    Direction(String word) {
        this.word = word;
    }

    /** Its word in events and messages. */
    public String word() {
        return word;
    }
}
