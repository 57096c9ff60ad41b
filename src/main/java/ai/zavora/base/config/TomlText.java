package ai.zavora.base.config;

import com.electronwill.nightconfig.core.UnmodifiableConfig;
import com.electronwill.nightconfig.core.io.ParsingException;
import com.electronwill.nightconfig.toml.TomlParser;
import java.io.IOException;
import java.io.StringReader;
import java.math.BigInteger;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/**
 * TOML source text and where in it things are. The TOML library tells no lines, so they are found by parsing beginnings
 * of the text; that is slow and meant for errors only.
 */
final class TomlText {
    /** A statement whose value is a decimal number that may be too long; shorter ones always fit. */
    private static final Pattern MANY_DIGITS = Pattern.compile("[^=]*=\\s*([+-]?[0-9][0-9_]{17,})\\s*(?:#.*)?");

    private final String text;
    private final List<String> lines;

    TomlText(String text) {
        // the library refuses a table header that the text ends with
        this.text = text.endsWith("\n") ? text : text + "\n";
        this.lines = this.text.lines().toList();
    }

    /** The tables; empty when the text is not TOML. */
    Optional<UnmodifiableConfig> parse() {
        return parse(new LineCounter(text));
    }

    private static Optional<UnmodifiableConfig> parse(StringReader reader) {
        try {
            return Optional.of(new TomlParser().parse(reader));
        } catch (ParsingException e) {
            return Optional.empty();
        } catch (StackOverflowError e) {
            // the library recurses into nested brackets without a limit; so deep a text is not configuration
            return Optional.empty();
        }
    }

    /** The line, from 1, of the statement that keeps the text from being TOML. */
    int lineOfSyntaxError() {
        var counter = new LineCounter(text);
        parse(counter);
        return goodBeginning(Math.min(counter.line, lines.size() - 1)) + 1;
    }

    /** The line, from 1, that sets a whole number of more than 64 bits: the library would take its lowest bits for it. */
    OptionalInt lineOfHugeNumber() {
        return IntStream.range(0, lines.size())
                .filter(index -> isHuge(lines.get(index)))
                .map(index -> index + 1)
                .findFirst();
    }

    private static boolean isHuge(String line) {
        var number = MANY_DIGITS.matcher(line);
        return number.matches() && new BigInteger(number.group(1).replace("_", "")).bitLength() > 63;
    }

    /** The line, from 1, where a value of well-formed TOML is set. */
    int lineOf(List<String> path) {
        var without = 0;
        var with = lines.size();
        while (with - without > 1) {
            var middle = (with + without) / 2;
            if (beginning(goodBeginning(middle))
                    .filter(config -> config.contains(path))
                    .isPresent()) {
                with = middle;
            } else {
                without = middle;
            }
        }
        return goodBeginning(with - 1) + 1;
    }

    /** What a line sets, as far as it looks like {@code key = value}; empty otherwise. Never any part of the value. */
    Optional<String> keyOnLine(int line) {
        var source = lines.get(line - 1);
        var end = source.indexOf('=');
        if (end < 0) {
            return Optional.empty();
        }
        var key = source.substring(0, end).strip();
        for (var i = 0; i < key.length(); i++) {
            var c = key.charAt(i);
            if (!Character.isLetterOrDigit(c) && c != '_' && c != '-' && c != '.') {
                return Optional.empty();
            }
        }
        return key.isEmpty() ? Optional.empty() : Optional.of(key);
    }

    /** How many lines the longest beginning of at most so many lines has that is TOML itself. */
    private int goodBeginning(int atMost) {
        var count = atMost;
        while (count > 0 && beginning(count).isEmpty()) {
            count--;
        }
        return count;
    }

    private Optional<UnmodifiableConfig> beginning(int count) {
        return parse(new StringReader(String.join("\n", lines.subList(0, count)) + "\n"));
    }

    /** Counts the lines the parser has gone past. */
    private static final class LineCounter extends StringReader {
        private int line;

        LineCounter(String text) {
            super(text);
        }

        @Override
        public int read() throws IOException {
            var c = super.read();
            if (c == '\n') {
                line++;
            }
            return c;
        }
    }
}
