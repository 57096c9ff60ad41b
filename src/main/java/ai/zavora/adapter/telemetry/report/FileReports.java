package ai.zavora.adapter.telemetry.report;

import ai.zavora.base.error.ErrorKind;
import ai.zavora.base.error.ZavoraException;
import ai.zavora.core.telemetry.Coverage;
import ai.zavora.core.telemetry.Findings;
import ai.zavora.core.telemetry.ReportQuery;
import ai.zavora.core.telemetry.TelemetryReport;
import ai.zavora.core.telemetry.TelemetryReports;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Reports on files of JSON lines and the full files beside them. Files are opened before they are read, so that a
 * rotation meanwhile neither hides a record nor shows it twice.
 */
public final class FileReports implements TelemetryReports {
    /** Up to this size the lines of a file are counted even when only its tail is read. */
    private static final long COUNTED = 64L << 20;

    private final InstantSource clock;
    private final Optional<String> ownRun;

    /** @param ownRun the run that asks for the report: its records are left out, as if it had not begun */
    public FileReports(InstantSource clock, Optional<String> ownRun) {
        this.clock = clock;
        this.ownRun = ownRun;
    }

    @Override
    public Optional<TelemetryReport> report(ReportQuery query) throws InterruptedException {
        try (var files = new LogFiles(query.file())) {
            var newest = files.next();
            if (newest.isEmpty()) {
                return Optional.empty();
            }
            return Optional.of(report(query, plan(query, newest.get(), files)));
        } catch (ClosedByInterruptException e) {
            // the channel has taken the interrupt, and left its mark, which the exception replaces
            Thread.interrupted();
            throw new InterruptedException();
        } catch (UnreadableLogException e) {
            throw unreadable(e.seen(), e);
        } catch (IOException e) {
            throw unreadable("The telemetry file " + query.file() + " cannot be read.", e);
        }
    }

    private static ZavoraException unreadable(String seen, IOException cause) {
        return new ZavoraException(
                ErrorKind.INPUT, seen, "Check that it is a file and who may read it, or move it away.", cause);
    }

    /** A file and from where on it is read. */
    private record Stretch(LogFiles.Opened file, long start) {
        Coverage.FileRead read() {
            return new Coverage.FileRead(file.path(), file.size(), file.size() - start);
        }
    }

    /** What is to be read, the newest file first. */
    private record Plan(List<Stretch> stretches, Coverage.Scope scope) {}

    private Plan plan(ReportQuery query, LogFiles.Opened newest, LogFiles files) throws IOException {
        var stretches = new ArrayList<Stretch>();
        var left = query.limit();
        var next = Optional.of(newest);
        while (next.isPresent() && (left > 0 || query.limit() == ReportQuery.EVERYTHING)) {
            var file = next.get();
            var start = 0L;
            if (left > 0) {
                var tail = tail(file, left);
                left -= tail.lines();
                start = tail.start();
            }
            stretches.add(new Stretch(file, start));
            next = files.next();
        }
        var whole = next.isEmpty() && stretches.getLast().start() == 0;
        return new Plan(stretches, whole ? Coverage.Scope.WHOLE : Coverage.Scope.TAIL);
    }

    private TailLocator.Tail tail(LogFiles.Opened file, long limit) throws IOException {
        try {
            return new TailLocator(file.channel(), ownRun).locate(file.size(), limit);
        } catch (IOException e) {
            throw UnreadableLogException.of(file.path(), e);
        }
    }

    private TelemetryReport report(ReportQuery query, Plan plan) throws IOException {
        var tally = new Tally(clock.instant());
        var sorter = new Sorter(tally, query.since(), ownRun);
        var reader = new LineReader(sorter);
        for (var stretch : plan.stretches().reversed()) {
            sorter.beginFile();
            read(reader, stretch);
        }
        var totals = tally.totals();
        var breakdown = tally.breakdown();
        var timeline = tally.timeline();
        var coverage = new Coverage(
                plan.stretches().stream().map(Stretch::read).toList(),
                lines(plan.stretches().getFirst(), sorter.linesOfFile()),
                plan.scope(),
                query.since(),
                sorter.skipped());
        var findings = Findings.judge(totals, breakdown, new Findings.Course(timeline, tally.recent()));
        return new TelemetryReport(coverage, totals, breakdown, timeline, findings);
    }

    private static void read(LineReader reader, Stretch stretch) throws IOException {
        var file = stretch.file();
        try {
            reader.read(file.channel(), stretch.start(), file.size());
        } catch (IOException e) {
            throw UnreadableLogException.of(file.path(), e);
        }
    }

    /** How many lines a file has of which those behind its start were counted. */
    private static Coverage.Lines lines(Stretch stretch, long counted) throws IOException {
        var file = stretch.file();
        if (file.size() > COUNTED && stretch.start() > 0) {
            var perByte = (double) counted / (file.size() - stretch.start());
            return new Coverage.Lines(Math.round(perByte * file.size()), Coverage.Exactness.ESTIMATED);
        }
        return new Coverage.Lines(counted + lineFeeds(file.channel(), stretch.start()), Coverage.Exactness.EXACT);
    }

    private static long lineFeeds(FileChannel file, long end) throws IOException {
        var block = ByteBuffer.allocate(1 << 16);
        var count = 0L;
        var position = 0L;
        while (position < end) {
            block.clear().limit((int) Math.min(block.capacity(), end - position));
            var read = file.read(block, position);
            if (read < 0) {
                break;
            }
            for (var i = 0; i < read; i++) {
                count += block.array()[i] == '\n' ? 1 : 0;
            }
            position += read;
        }
        return count;
    }
}
