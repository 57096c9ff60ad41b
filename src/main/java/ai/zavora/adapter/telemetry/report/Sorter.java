package ai.zavora.adapter.telemetry.report;

import ai.zavora.adapter.telemetry.report.LineScanner.Verdict;
import ai.zavora.core.telemetry.Coverage;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Optional;

/** Tells records, which are added up, from all other lines, which are counted. */
final class Sorter implements LineReader.Lines {
    private final LineScanner scanner = new LineScanner();
    private final Tally tally;
    private final long since;
    private final byte[] ownRun;
    private long lines;
    private long malformed;
    private long incomplete;
    private long foreign;
    private long earlier;

    /** @param ownRun the run whose records are as if they were not there */
    Sorter(Tally tally, Optional<Instant> since, Optional<String> ownRun) {
        this.tally = tally;
        this.since = since.map(Instant::toEpochMilli).orElse(Long.MIN_VALUE);
        this.ownRun = ownRun.orElse("").getBytes(StandardCharsets.US_ASCII);
    }

    /** Begins to count the lines of a file. */
    void beginFile() {
        lines = 0;
    }

    /** The lines of this file so far. */
    long linesOfFile() {
        return lines;
    }

    Coverage.Skipped skipped() {
        return new Coverage.Skipped(malformed, incomplete, foreign, earlier);
    }

    @Override
    public int line(byte[] bytes, int from) {
        lines++;
        var end = scanner.quick(bytes, from);
        if (end >= 0) {
            sort(scanner.verdict());
            return end;
        }
        end = from;
        while (bytes[end] != '\n') {
            end++;
        }
        if (!isBlank(bytes, from, end)) {
            sort(scanner.careful(bytes, from, end));
        }
        return end;
    }

    @Override
    public void tooLong() {
        lines++;
        malformed++;
    }

    @Override
    public void unfinished(byte[] bytes, int from, int to) {
        lines++;
        if (isBlank(bytes, from, to)) {
            return;
        }
        var verdict = scanner.careful(bytes, from, to);
        if (verdict == Verdict.MALFORMED) {
            incomplete++;
        } else {
            sort(verdict);
        }
    }

    private static boolean isBlank(byte[] bytes, int from, int to) {
        for (var i = from; i < to; i++) {
            if (!LineReader.isBlank(bytes[i])) {
                return false;
            }
        }
        return true;
    }

    private void sort(Verdict verdict) {
        switch (verdict) {
            case RECORD -> record();
            case FOREIGN -> foreign++;
            case MALFORMED -> malformed++;
        }
    }

    private void record() {
        var fields = scanner.fields();
        if (ownRun.length > 0 && fields.is(Field.RUN, ownRun)) {
            lines--;
        } else if (since != Long.MIN_VALUE && (!fields.hasNumber(Field.TIME) || fields.number(Field.TIME) < since)) {
            earlier++;
        } else if (since != Long.MIN_VALUE && tally.isAhead(fields)) {
            // when it was written nobody knows; it may have been long before
            tally.passOver();
        } else {
            tally.add(fields);
        }
    }
}
