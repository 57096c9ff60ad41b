package ai.zavora.surface.cli.telemetry;

import ai.zavora.base.config.OptionValues;
import ai.zavora.surface.cli.syntax.Ages;
import ai.zavora.surface.cli.syntax.UsageException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;

/** Reads the time a report begins at. */
public final class SinceTime {
    private SinceTime() {}

    /**
     * Reads a time of RFC 3339, a date, which begins at midnight UTC, or a number of {@code s}, {@code m}, {@code h},
     * {@code d} or {@code w} back from now.
     *
     * @throws UsageException when it is none of these
     */
    public static Instant parse(String text, Instant now) throws UsageException {
        try {
            var time = read(text, now);
            // records have milliseconds since the epoch, and so must what they are compared with
            return Instant.ofEpochMilli(time.toEpochMilli());
        } catch (DateTimeException | ArithmeticException e) {
            throw new UsageException(
                    "--since: " + OptionValues.quoted(text) + " is no time",
                    "Write it like 2026-01-31T08:30:00Z, 2026-01-31, or 30m, 24h or 7d for as long ago.");
        }
    }

    private static Instant read(String text, Instant now) {
        var age = Ages.read(text);
        if (age.isPresent()) {
            return now.minus(age.get());
        }
        return text.length() == "2026-01-02".length()
                ? LocalDate.parse(text).atStartOfDay(ZoneOffset.UTC).toInstant()
                : OffsetDateTime.parse(text.replace(' ', 'T')).toInstant();
    }
}
