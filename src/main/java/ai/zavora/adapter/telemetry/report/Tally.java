package ai.zavora.adapter.telemetry.report;

import ai.zavora.adapter.telemetry.report.TimelineTally.Series;
import ai.zavora.base.protocol.headless.Failure;
import ai.zavora.core.agent.ToolGate;
import ai.zavora.core.telemetry.Breakdown;
import ai.zavora.core.telemetry.Breakdown.OfCommand;
import ai.zavora.core.telemetry.Breakdown.OfGuardrail;
import ai.zavora.core.telemetry.Breakdown.OfModel;
import ai.zavora.core.telemetry.Breakdown.OfTool;
import ai.zavora.core.telemetry.Findings;
import ai.zavora.core.telemetry.Outcomes;
import ai.zavora.core.telemetry.Timeline;
import ai.zavora.core.telemetry.Totals;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** Adds up records, in fixed memory. */
final class Tally {
    private static final List<Kind> KINDS = List.of(Kind.values());
    /** Clocks of machines that set them over the network differ by less. */
    private static final Duration CLOCKS_DIFFER = Duration.ofMinutes(5);
    /** Earlier times are of a clock that was never set. */
    private static final long PLAUSIBLE_FROM =
            Instant.parse("2000-01-01T00:00:00Z").toEpochMilli();

    private final Words events = new Words(KINDS.stream().map(Kind::event).toList());
    private final Words checks = new Words(Findings.CHECKS);
    /** What a server ends a turn for of its own. */
    private final Words limits = new Words(List.of("timeout", "too_large"));

    private final byte[] input = "INPUT".getBytes(StandardCharsets.US_ASCII);
    private final Words refusals = new Words(ToolGate.REFUSALS);
    private final byte[] interrupted = Failure.INTERRUPTED.getBytes(StandardCharsets.US_ASCII);
    private final Names<CommandTally> commands = new Names<>(CommandTally::new);
    private final Names<ToolTally> tools = new Names<>(ToolTally::new);
    private final Names<ModelTally> models = new Names<>(ModelTally::new);
    private final byte[] modelName = new byte[2 * Names.LONGEST + 1];
    private final Distinct runs = new Distinct();
    private final TimelineTally timeline = new TimelineTally();
    private final RecentTally recent = new RecentTally();
    private final long[] seen = new long[KINDS.size()];
    private final Map<Kind, Long> hits = new EnumMap<>(Kind.class);
    private final long plausibleTo;
    private long records;
    private long ahead;
    private long commandsInterrupted;
    private long turnsInterrupted;
    private long toolsRefused;
    private long dropped;
    private long first = Long.MAX_VALUE;
    private long last = Long.MIN_VALUE;
    private long time;
    private boolean timely;

    /** @param now records of some minutes later are of a wrong clock and left out of the timeline, whose end they would be */
    Tally(Instant now) {
        this.plausibleTo = now.plus(CLOCKS_DIFFER).toEpochMilli();
    }

    /** Adds a record. */
    void add(Fields record) {
        records++;
        timed(record);
        if (record.hasText(Field.RUN)) {
            runs.add(Distinct.hash(record.bytes(), record.from(Field.RUN), record.to(Field.RUN)));
        }
        if (record.hasText(Field.COMMAND)) {
            named(commands, record, Field.COMMAND).event();
        }
        var kind = events.find(record.bytes(), record.from(Field.EVENT), record.to(Field.EVENT));
        if (kind != Words.UNKNOWN) {
            seen[kind]++;
            add(KINDS.get(kind), record);
        }
    }

    /** Whether a record is of a clock that was wrong: it is dated after now. */
    boolean isAhead(Fields record) {
        return record.hasNumber(Field.TIME) && record.number(Field.TIME) > plausibleTo;
    }

    /** Notes that a record was dated after now, and nothing else of it. */
    void passOver() {
        ahead++;
    }

    private void timed(Fields record) {
        time = record.number(Field.TIME);
        timely = record.hasNumber(Field.TIME) && time >= PLAUSIBLE_FROM && time <= plausibleTo;
        if (record.hasNumber(Field.TIME)) {
            first = Math.min(first, time);
            last = Math.max(last, time);
            ahead += isAhead(record) ? 1 : 0;
        }
        mark(Series.EVENTS);
    }

    private void mark(Series series) {
        if (timely) {
            timeline.add(time, series);
            recent.add(time, series);
        }
    }

    private void add(Kind kind, Fields record) {
        switch (kind) {
            case COMMAND_STARTED, COMMAND_COMPLETED, COMMAND_FAILED -> command(kind, record);
            case TURN_COMPLETED, TURN_FAILED -> turn(kind, record);
            case MODEL_STARTED, MODEL_RETRYING, MODEL_COMPLETED, MODEL_FAILED, MODEL_INTERRUPTED -> model(kind, record);
            case TOOL_REQUESTED, TOOL_SUCCEEDED, TOOL_FAILED -> tool(kind, record);
            case INPUT_BLOCKED, OUTPUT_BLOCKED -> {
                addHits(kind, record);
                mark(Series.BLOCKED);
            }
            case INPUT_OBSERVED, INPUT_REDACTED, OUTPUT_OBSERVED, OUTPUT_REDACTED -> addHits(kind, record);
            case RECORDS_DROPPED -> dropped += Math.clamp(record.number(Field.COUNT), 0, 1L << 40);
        }
    }

    private void addHits(Kind kind, Fields record) {
        hits.merge(kind, Math.clamp(record.number(Field.HIT_COUNT), 0L, 1L << 20), Long::sum);
    }

    private void command(Kind kind, Fields record) {
        if (!record.hasText(Field.COMMAND)) {
            return;
        }
        var command = named(commands, record, Field.COMMAND);
        if (kind == Kind.COMMAND_STARTED) {
            command.started();
            return;
        }
        if (record.hasNumber(Field.DURATION)) {
            command.took(record.number(Field.DURATION));
        }
        var check = checks.find(record.bytes(), record.from(Field.COMMAND), record.to(Field.COMMAND)) != Words.UNKNOWN;
        if (kind == Kind.COMMAND_COMPLETED) {
            command.completed();
            markEnd(check, Series.ENDED);
        } else if (record.is(Field.CATEGORY, interrupted)) {
            command.interrupted();
            commandsInterrupted++;
        } else {
            command.failed();
            markEnd(check, Series.ENDED);
            markEnd(check, Series.FAILED);
        }
    }

    private void markEnd(boolean check, Series series) {
        if (!check) {
            mark(series);
        }
    }

    /** A turn of the server fails as the command of a person does, but for what its caller did wrong or broke off. */
    private void turn(Kind kind, Fields record) {
        if (kind == Kind.TURN_COMPLETED) {
            mark(Series.ENDED);
        } else if ((record.is(Field.CATEGORY, interrupted) && !isOfLimit(record)) || record.is(Field.CATEGORY, input)) {
            turnsInterrupted++;
        } else {
            mark(Series.ENDED);
            mark(Series.FAILED);
        }
    }

    private boolean isOfLimit(Fields record) {
        return isOneOf(limits, record, Field.STOP);
    }

    private static boolean isOneOf(Words words, Fields record, Field field) {
        return record.hasText(field)
                && words.find(record.bytes(), record.from(field), record.to(field)) != Words.UNKNOWN;
    }

    private void tool(Kind kind, Fields record) {
        var refused = kind == Kind.TOOL_FAILED && isOneOf(refusals, record, Field.ERROR);
        if (refused) {
            toolsRefused++;
        } else if (kind == Kind.TOOL_FAILED) {
            mark(Series.TOOL_FAILURES);
        }
        if (!record.hasText(Field.TOOL)) {
            return;
        }
        var tool = named(tools, record, Field.TOOL);
        if (kind == Kind.TOOL_REQUESTED) {
            tool.requested();
            return;
        }
        if (record.hasNumber(Field.DURATION)) {
            tool.took(record.number(Field.DURATION));
        }
        if (kind == Kind.TOOL_SUCCEEDED) {
            tool.succeeded();
        } else if (refused) {
            tool.refused();
        } else {
            tool.failed();
        }
    }

    private void model(Kind kind, Fields record) {
        if (!record.hasText(Field.MODEL)) {
            return;
        }
        var model = model(record);
        switch (kind) {
            case MODEL_STARTED -> model.started();
            case MODEL_RETRYING -> model.retried();
            case MODEL_FAILED -> model.failed();
            case MODEL_INTERRUPTED -> model.interrupted();
            case MODEL_COMPLETED -> model.completed(record);
            default -> throw new IllegalArgumentException(kind + " is no event of a model");
        }
    }

    private ModelTally model(Fields record) {
        var end = record.hasText(Field.PROVIDER) ? copy(record, Field.PROVIDER, 0) : 0;
        modelName[end++] = ModelTally.PART;
        return models.of(modelName, 0, copy(record, Field.MODEL, end));
    }

    private int copy(Fields record, Field field, int at) {
        var length = Math.min(record.to(field) - record.from(field), Names.LONGEST);
        System.arraycopy(record.bytes(), record.from(field), modelName, at, length);
        return at + length;
    }

    private static <T> T named(Names<T> names, Fields record, Field field) {
        return names.of(record.bytes(), record.from(field), record.to(field));
    }

    private long seen(Kind kind) {
        return seen[KINDS.indexOf(kind)];
    }

    Totals totals() {
        return new Totals(
                records,
                runs.count(),
                new Outcomes(
                        seen(Kind.COMMAND_STARTED),
                        seen(Kind.COMMAND_COMPLETED),
                        seen(Kind.COMMAND_FAILED) - commandsInterrupted,
                        commandsInterrupted),
                new Outcomes(
                        seen(Kind.TURN_COMPLETED) + seen(Kind.TURN_FAILED),
                        seen(Kind.TURN_COMPLETED),
                        seen(Kind.TURN_FAILED) - turnsInterrupted,
                        turnsInterrupted),
                new Outcomes(
                        seen(Kind.TOOL_REQUESTED),
                        seen(Kind.TOOL_SUCCEEDED),
                        seen(Kind.TOOL_FAILED) - toolsRefused,
                        toolsRefused),
                dropped,
                new Totals.Span(time(first, Long.MAX_VALUE), time(last, Long.MIN_VALUE), ahead));
    }

    private static Optional<Instant> time(long millis, long none) {
        return millis == none ? Optional.empty() : Optional.of(Instant.ofEpochMilli(millis));
    }

    Breakdown breakdown() {
        return new Breakdown(
                sorted(
                        commands.values(),
                        CommandTally::sum,
                        Comparator.comparingLong(OfCommand::events).reversed().thenComparing(OfCommand::name)),
                sorted(
                        tools.values(),
                        ToolTally::sum,
                        Comparator.<OfTool>comparingLong(tool -> tool.outcomes().started())
                                .reversed()
                                .thenComparing(OfTool::name)),
                sorted(
                        models.values(),
                        ModelTally::sum,
                        Comparator.<OfModel>comparingLong(
                                        model -> model.tokens().total())
                                .reversed()
                                .thenComparing(OfModel::name)),
                guardrails());
    }

    private static <T, S> List<S> sorted(List<T> tallies, Function<T, S> sum, Comparator<S> order) {
        return tallies.stream().map(sum).sorted(order).toList();
    }

    private List<OfGuardrail> guardrails() {
        var found = new ArrayList<OfGuardrail>();
        for (var kind : KINDS) {
            var words = kind.event().split("\\.", -1);
            if (words[0].equals("guardrail") && seen(kind) > 0) {
                found.add(new OfGuardrail(words[1], words[2], seen(kind), hits.getOrDefault(kind, 0L)));
            }
        }
        return found;
    }

    Timeline timeline() {
        return timeline.timeline();
    }

    /** The last week of it. */
    Timeline recent() {
        return recent.timeline();
    }
}
