package ai.zavora.base.text;

/** Numbers of things, as people read them. */
public final class Counted {
    private Counted() {}

    /**
     * The number with its noun: {@code 1 session}, {@code 2 sessions}.
     *
     * @param noun the singular, of which the plural ends in s
     */
    public static String of(long number, String noun) {
        return number + " " + noun + (number == 1 ? "" : "s");
    }

    /** The verb that goes with that number: {@code was} or {@code were}. */
    public static String was(long number) {
        return number == 1 ? "was" : "were";
    }
}
