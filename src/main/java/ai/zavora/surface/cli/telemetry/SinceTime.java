package ai.zavora.surface.cli.telemetry;

import ai.zavora.surface.cli.syntax.UsageException;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;

/** Reads the time a report begins at. */
public final class SinceTime {
    private static final int DAY = 24;
    private static final int MOST_DIGITS = 9;

    private SinceTime() {}

    /**
     * Reads a time of RFC 3339, a date, which begins at midnight UTC, or a number of {@code s}, {@code m}, {@code h},
     * {@code d} or {@code w} back from now.
     *
     * @throws UsageException when it is none of these
     */
    public static Instant parse(String text, Instant now) throws UsageException {
        try {
            if (text.length() > MOST_DIGITS + 1 || text.indexOf('-') > 0) {
                return text.length() == "2026-01-02".length()
                        ? LocalDate.parse(text).atStartOfDay(ZoneOffset.UTC).toInstant()
                        : OffsetDateTime.parse(text.replace(' ', 'T')).toInstant();
            }
            return now.minus(ago(text));
        } catch (DateTimeException | ArithmeticException | NumberFormatException e) {
            throw new UsageException(
                    "--since: '" + shown(text) + "' is no time",
                    "Write it like 2026-01-31T08:30:00Z, 2026-01-31, or 30m, 24h or 7d for as long ago.");
        }
    }

    private static Duration ago(String text) {
        if (text.isEmpty() || !Character.isDigit(text.charAt(0))) {
            throw new NumberFormatException();
        }
        var amount = Long.parseLong(text, 0, text.length() - 1, 10);
        return switch (text.charAt(text.length() - 1)) {
            case 's' -> Duration.ofSeconds(amount);
            case 'm' -> Duration.ofMinutes(amount);
            case 'h' -> Duration.ofHours(amount);
            case 'd' -> Duration.ofHours(Math.multiplyExact(amount, DAY));
            case 'w' -> Duration.ofHours(Math.multiplyExact(amount, 7 * DAY));
            default -> throw new NumberFormatException();
        };
    }

    private static String shown(String text) {
        var line = text.replaceAll("\\p{Cntrl}", "?");
        return line.codePointCount(0, line.length()) <= 40
                ? line
                : line.substring(0, line.offsetByCodePoints(0, 40)) + "…";
    }
}
