package ai.zavora.surface.cli;

import ai.zavora.surface.cli.syntax.UsageException;
import java.time.Duration;
import java.util.Map;

/** Ages as people write them: {@code 90s}, {@code 45m}, {@code 12h}, {@code 30d}, {@code 8w}. */
final class Ages {
    private static final Map<Character, Duration> UNITS = Map.of(
            's', Duration.ofSeconds(1),
            'm', Duration.ofMinutes(1),
            'h', Duration.ofHours(1),
            'd', Duration.ofDays(1),
            'w', Duration.ofDays(7));
    private static final int MAX_DIGITS = 9;

    private Ages() {}

    /**
     * Reads an age.
     *
     * @param flag the option it was given for, as messages name it
     * @throws UsageException when the text is no age
     */
    static Duration parse(String flag, String text) throws UsageException {
        var digits = text.isEmpty() ? "" : text.substring(0, text.length() - 1);
        var unit = text.isEmpty() ? null : UNITS.get(text.charAt(text.length() - 1));
        var isNumber = digits.chars().allMatch(c -> c >= '0' && c <= '9');
        if (unit == null || digits.isEmpty() || digits.length() > MAX_DIGITS || !isNumber) {
            throw new UsageException(
                    flag + ": '" + text + "' is no age",
                    "Write a whole number and s, m, h, d or w for seconds to weeks, for example 30d.");
        }
        return unit.multipliedBy(Long.parseLong(digits));
    }
}
