package ai.zavora.surface.cli.syntax;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/** Ages as people write them: {@code 90s}, {@code 45m}, {@code 12h}, {@code 30d}, {@code 8w}. Pure. */
public final class Ages {
    private static final Map<Character, Duration> UNITS = Map.of(
            's', Duration.ofSeconds(1),
            'm', Duration.ofMinutes(1),
            'h', Duration.ofHours(1),
            'd', Duration.ofDays(1),
            'w', Duration.ofDays(7));
    private static final int MAX_DIGITS = 9;

    private Ages() {}

    /** The age that a text is; empty when it is none: a whole number of at most nine digits and a unit. */
    public static Optional<Duration> read(String text) {
        if (text.length() < 2 || text.length() > MAX_DIGITS + 1) {
            return Optional.empty();
        }
        var digits = text.substring(0, text.length() - 1);
        return digits.chars().allMatch(c -> c >= '0' && c <= '9')
                ? Optional.ofNullable(UNITS.get(text.charAt(text.length() - 1)))
                        .map(unit -> unit.multipliedBy(Long.parseLong(digits)))
                : Optional.empty();
    }
}
