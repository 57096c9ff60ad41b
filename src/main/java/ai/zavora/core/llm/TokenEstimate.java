package ai.zavora.core.llm;

/** What text weighs before a provider has counted it. Every model counts in its own way, so this is a rule of thumb. */
public final class TokenEstimate {
    /**
     * How many bytes of UTF-8 one token holds on average. Characters would not do: four letters of English make a token,
     * four of Chinese about three.
     */
    public static final int BYTES_PER_TOKEN = 4;

    private TokenEstimate() {}

    /** About how many tokens so many bytes are, rounded up. */
    public static long tokens(long bytes) {
        return (bytes + BYTES_PER_TOKEN - 1) / BYTES_PER_TOKEN;
    }

    /** The length of a text in UTF-8. */
    public static long bytes(String text) {
        var bytes = (long) text.length();
        for (var i = 0; i < text.length(); i++) {
            var c = text.charAt(i);
            // a pair has 4 bytes, 2 for each half
            bytes += c < 0x80 ? 0 : c < 0x800 || Character.isSurrogate(c) ? 1 : 2;
        }
        return bytes;
    }
}
