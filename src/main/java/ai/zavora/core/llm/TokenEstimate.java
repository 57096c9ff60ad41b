package ai.zavora.core.llm;

/** What text weighs before a provider has counted it. Every model counts in its own way, so this is a rule of thumb. */
public final class TokenEstimate {
    /** How many characters one token holds on average. */
    public static final int CHARS_PER_TOKEN = 4;

    private TokenEstimate() {}
}
