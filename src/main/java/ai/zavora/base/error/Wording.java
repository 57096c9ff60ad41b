package ai.zavora.base.error;

import static java.util.Objects.requireNonNull;

import ai.zavora.base.text.Redaction;
import java.util.function.UnaryOperator;

/**
 * What is told of a failure, for two kinds of readers: people at the terminal may see what somebody else said of it, such
 * as a model provider, whose text may repeat a prompt in any form, and what it was on this machine; records keep only
 * words that are ours, and so do answers to callers. What looks like a key is taken out of both, {@link Redaction#keys}: it
 * may have been given in the wrong place, or be in what somebody else said.
 *
 * @param own the failure in our own words alone
 * @param full the failure with all that is known of it; the same where that is no more
 */
public record Wording(String own, String full) {
    public Wording {
        requireNonNull(own, "own is null");
        requireNonNull(full, "full is null");
        own = Redaction.keys(own);
        full = Redaction.keys(full);
    }

    /** A failure that only we speak of. */
    public static Wording own(String text) {
        return new Wording(text, text);
    }

    /** Whether more is known than our own words tell. */
    public boolean hasMore() {
        return !own.equals(full);
    }

    /** The same with another sentence of ours behind it. */
    public Wording then(String sentence) {
        return new Wording(own + " " + sentence, full + " " + sentence);
    }

    /** Both texts after the same change. */
    public Wording map(UnaryOperator<String> change) {
        return new Wording(change.apply(own), change.apply(full));
    }
}
