package ai.zavora.core.telemetry;

import ai.zavora.core.telemetry.Finding.Level;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.ToLongFunction;

/** Judges what an operator should watch: failing commands, blocking guardrails, failing tools, lost records. Pure. */
public final class Findings {
    public static final String COMMAND_FAILURES = "command.failures";
    public static final String COMMAND_SPIKE = "command.failure_spike";
    public static final String GUARDRAIL_BLOCKS = "guardrail.blocks";
    public static final String TOOL_FAILURES = "tool.failures";
    public static final String DROPPED = "telemetry.dropped";

    /**
     * Commands that ask how the others fare. They say nothing about failures themselves, and where a check asks often,
     * they would be most of the commands and hide them.
     */
    public static final List<String> CHECKS = List.of("server.status", "telemetry.report");

    /** All ids, in the order of {@link #judge}. */
    public static final List<String> IDS =
            List.of(COMMAND_FAILURES, COMMAND_SPIKE, GUARDRAIL_BLOCKS, TOOL_FAILURES, DROPPED);

    /** Below this many ended commands or calls a share says nothing. */
    private static final int ENOUGH = 10;

    private static final double COMMAND_WARN = 0.05;
    private static final double COMMAND_FAIL = 0.20;
    private static final Duration COMMAND_STRETCH = Duration.ofHours(1);
    private static final double TOOL_WARN = 0.20;
    private static final double TOOL_FAIL = 0.50;
    private static final int ROW_WARN = 3;
    private static final int ROW_FAIL = 10;
    private static final Duration BLOCK_STRETCH = Duration.ofMinutes(10);
    /** A spike is at least that many, and at least {@link #TIMES} what was usual before. */
    private static final int SPIKE = 5;

    private static final int TIMES = 3;
    /** So many spikes one after the other are sustained. */
    private static final int SUSTAINED = 3;

    private Findings() {}

    /**
     * What happened when, seen twice.
     *
     * @param whole all of it, in windows that may be wide
     * @param recent the end of it, in windows narrower than a spike lasts
     */
    public record Course(Timeline whole, Timeline recent) {

        /** The one whose windows show a stretch as short as that: all of it where possible. */
        Timeline showing(Duration stretch) {
            return whole.width().compareTo(stretch) <= 0 ? whole : recent;
        }
    }

    /** One finding per id, also where all is well. */
    public static List<Finding> judge(Totals totals, Breakdown breakdown, Course course) {
        return List.of(
                commandFailures(working(totals.commands(), breakdown), totals.turns()),
                commandSpike(course.showing(COMMAND_STRETCH)),
                guardrailBlocks(course.showing(BLOCK_STRETCH)),
                toolFailures(breakdown.tools()),
                dropped(totals.dropped()));
    }

    private static Outcomes working(Outcomes commands, Breakdown breakdown) {
        return breakdown.commands().stream()
                .filter(command -> CHECKS.contains(command.name()))
                .map(Breakdown.OfCommand::outcomes)
                .reduce(commands, Outcomes::minus);
    }

    private static Finding commandFailures(Outcomes commands, Outcomes turns) {
        var all = commands.plus(turns);
        return new Finding(
                COMMAND_FAILURES,
                rated(all, COMMAND_WARN, COMMAND_FAIL),
                share(all) + (turns.started() > 0 ? " commands and turns of the server failed" : " commands failed"),
                "warn from 5 %, fail from 20 %, once " + ENOUGH
                        + " have ended; interrupted and refused ones do not count, nor do status and report",
                "Look at the newest command.failed and server.ask.failed records: category and error say what fails.");
    }

    private static Finding commandSpike(Timeline timeline) {
        var stretches = timeline.stretches(COMMAND_STRETCH);
        var newest = stretches.isEmpty() ? Timeline.Window.NONE : stretches.getLast();
        var spikes = newest.failed() < COMMAND_WARN * newest.ended() ? 0 : spikes(stretches, Timeline.Window::failed);
        return new Finding(
                COMMAND_SPIKE,
                spikes >= SUSTAINED ? Level.FAIL : spikes > 0 ? Level.WARN : Level.OK,
                newest(timeline, COMMAND_STRETCH, Timeline.Window::failed, "failed commands"),
                "warn from " + SPIKE + " that are 5 % of the commands and " + TIMES
                        + " times what was usual before, fail when " + SUSTAINED + " such stretches follow each other",
                "Compare with what changed then: a deployment, a provider's outage, a new profile.");
    }

    private static Finding guardrailBlocks(Timeline timeline) {
        var spikes = spikes(timeline.stretches(BLOCK_STRETCH), Timeline.Window::blocked);
        return new Finding(
                GUARDRAIL_BLOCKS,
                spikes >= SUSTAINED ? Level.FAIL : spikes > 0 ? Level.WARN : Level.OK,
                newest(timeline, BLOCK_STRETCH, Timeline.Window::blocked, "blocks"),
                "warn from " + SPIKE + " that are " + TIMES + " times what was usual before, fail when " + SUSTAINED
                        + " such stretches follow each other",
                "Look at the hits of the guardrail records: a leak of data, an attack, or a term that is too wide.");
    }

    private static Finding toolFailures(List<Breakdown.OfTool> tools) {
        var level = Level.OK;
        var seen = new ArrayList<String>();
        for (var tool : tools) {
            var its = rated(tool.outcomes(), TOOL_WARN, TOOL_FAIL);
            var row = tool.failuresInARow();
            its = max(its, row >= ROW_FAIL ? Level.FAIL : row >= ROW_WARN ? Level.WARN : Level.OK);
            level = max(level, its);
            if (its != Level.OK) {
                seen.add(tool.name() + " failed " + share(tool.outcomes()) + " times, " + row + " in a row");
            }
        }
        return new Finding(
                TOOL_FAILURES,
                level,
                seen.isEmpty() ? "no tool fails again and again" : listed(seen),
                "warn from " + ROW_WARN + " failures of one tool in a row or 20 % of " + ENOUGH + " calls, fail from "
                        + ROW_FAIL + " in a row or 50 %",
                "Look at the error of its tool.failed records, then at what the tool needs.");
    }

    private static String listed(List<String> seen) {
        var shown = String.join("; ", seen.subList(0, Math.min(3, seen.size())));
        return seen.size() <= 3 ? shown : shown + "; and " + (seen.size() - 3) + " more tools";
    }

    private static Finding dropped(long dropped) {
        return new Finding(
                DROPPED,
                dropped > 0 ? Level.INFO : Level.OK,
                dropped + " records were lost",
                "info from 1",
                "The disk of the telemetry file was full, slow or away: the numbers here are too small by that.");
    }

    /** How many of the newest stretches, one after the other, are far above what was before them; at most three. */
    private static int spikes(List<Timeline.Window> stretches, ToLongFunction<Timeline.Window> value) {
        // at least one before says what is usual: without it nothing is a spike
        for (var count = Math.min(SUSTAINED, stretches.size() - 1); count > 0; count--) {
            var before = stretches.subList(0, stretches.size() - count);
            var usual = before.stream().mapToLong(value).average().orElse(0);
            if (stretches.subList(before.size(), stretches.size()).stream()
                    .allMatch(one -> value.applyAsLong(one) >= Math.max(SPIKE, TIMES * usual))) {
                return count;
            }
        }
        return 0;
    }

    private static String newest(
            Timeline timeline, Duration stretch, ToLongFunction<Timeline.Window> value, String what) {
        var stretches = timeline.stretches(stretch);
        if (stretches.isEmpty()) {
            return "no " + what;
        }
        var before = stretches.subList(0, stretches.size() - 1);
        var usual = before.stream().mapToLong(value).average();
        return String.format(
                Locale.ROOT,
                "%d %s in the newest %d minutes%s",
                value.applyAsLong(stretches.getLast()),
                what,
                timeline.stretch(stretch).toMinutes(),
                usual.isPresent() ? String.format(Locale.ROOT, ", %.1f usual before", usual.getAsDouble()) : "");
    }

    private static Level rated(Outcomes outcomes, double warn, double fail) {
        if (outcomes.ended() < ENOUGH || outcomes.errorRate() < warn) {
            return Level.OK;
        }
        return outcomes.errorRate() < fail ? Level.WARN : Level.FAIL;
    }

    private static Level max(Level one, Level other) {
        return one.compareTo(other) >= 0 ? one : other;
    }

    private static String share(Outcomes outcomes) {
        return String.format(
                Locale.ROOT, "%d of %d (%.1f %%)", outcomes.failed(), outcomes.ended(), 100 * outcomes.errorRate());
    }
}
