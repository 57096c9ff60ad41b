package ai.zavora.base.network;

/** What the value of an HTTP header may hold. */
public final class HeaderValue {
    private HeaderValue() {}

    /** Whether all of the text can be sent: visible ASCII and spaces, so no line break can add a header. */
    public static boolean isSendable(String text) {
        return text.chars().allMatch(c -> c >= ' ' && c <= '~');
    }
}
