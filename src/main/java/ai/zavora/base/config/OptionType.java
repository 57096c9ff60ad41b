package ai.zavora.base.config;

import java.util.List;
import java.util.Map;

/** What values an option takes. */
public sealed interface OptionType {

    /** Any text that is not blank. */
    record Text() implements OptionType {}

    /** A name that is taken exactly as it is written, with blanks around it; not blank. */
    record Name() implements OptionType {}

    /** A credential: like {@link Text}, but its value is never shown. */
    record Credential() implements OptionType {}

    /** The path of a file or folder; a relative one counts from the working folder. */
    record FilePath() implements OptionType {}

    /** An address; what stands in it before the host, and behind a question mark, is never shown. */
    record Address(Form form) implements OptionType {
        /** How much of it is looked at when it is read. */
        public enum Form {
            /** It begins with {@code http} or {@code https} and names a host. */
            WEB,
            /** Any text that is not blank: it may lack its scheme, and who uses it says what is wrong with it. */
            AS_WRITTEN
        }
    }

    /**
     * One of some words, in any case.
     *
     * @param values the words in the order people are told them
     * @param aliases other spellings and the word each stands for
     */
    record Choice(List<String> values, Map<String, String> aliases) implements OptionType {
        public Choice {
            values = List.copyOf(values);
            aliases = Map.copyOf(aliases);
        }

        /** Those words, without other spellings. */
        public static Choice of(String... values) {
            return new Choice(List.of(values), Map.of());
        }
    }

    /** A whole number within bounds, both included. */
    record Whole(long min, long max) implements OptionType {
        /** From that number up. */
        public static Whole atLeast(long min) {
            return new Whole(min, Integer.MAX_VALUE);
        }
    }

    /** A finite number within bounds, both included. */
    record Decimal(double min, double max) implements OptionType {}

    /** {@code true} or {@code false}; the flag takes the word as its value. */
    record Bool() implements OptionType {}

    /** Off unless the flag is there; the flag takes no value. */
    record Switch() implements OptionType {}

    /** Texts; the flag may be repeated, and the layers are joined rather than replaced. */
    record Texts() implements OptionType {}

    /** A TOML table, or an array of them; the profile only. */
    record Tables(Shape shape) implements OptionType {
        /** Whether it is one table or several. */
        public enum Shape {
            ONE,
            SEVERAL
        }
    }
}
