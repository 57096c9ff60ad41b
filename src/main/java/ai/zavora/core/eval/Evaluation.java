package ai.zavora.core.eval;

import static java.util.Objects.requireNonNull;

import ai.zavora.base.error.InterruptedWorkException;
import ai.zavora.core.retrieval.LexicalIndex;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;

/**
 * Runs the cases of a data set: retrieval over the chunks of each, judged by its terms, and timed. The chunks are made
 * ready once, as those of a document are; what is timed is one query.
 */
public final class Evaluation {
    /** When the compiler is through with what is hot. */
    private static final Duration WARM_UP = Duration.ofMillis(30);

    /** Who times a case once wants it judged, and not much else. */
    private static final int WARM_UP_ROUNDS_PER_ITERATION = 20;

    private static final int MOST_WARM_UP_ROUNDS = 2_000;

    private final LongSupplier nanoClock;

    /** @param nanoClock the time in nanoseconds from any beginning, never going back */
    public Evaluation(LongSupplier nanoClock) {
        this.nanoClock = requireNonNull(nanoClock, "nanoClock is null");
    }

    /**
     * What came out, one report for each case in their order.
     *
     * @param effort what was done for it
     */
    public record Outcome(List<CaseReport> cases, EvalReport.Effort effort) {
        public Outcome {
            cases = List.copyOf(cases);
        }
    }

    /**
     * Runs all cases.
     *
     * @param iterations how often each is timed, at least once
     * @throws InterruptedWorkException when the thread is interrupted
     */
    public Outcome run(Dataset dataset, int iterations) {
        var prepared = dataset.cases().stream().map(Prepared::new).toList();
        var nanos = new long[Math.max(1, iterations)];
        var warmUp = warmUp(
                prepared, (int) Math.min(MOST_WARM_UP_ROUNDS, (long) nanos.length * WARM_UP_ROUNDS_PER_ITERATION));
        var reports = new ArrayList<CaseReport>();
        for (var one : prepared) {
            reports.add(report(one, nanos));
        }
        return new Outcome(reports, new EvalReport.Effort(nanos.length, warmUp));
    }

    /** Else the first cases would be timed while their code is interpreted, and the last ones compiled. */
    private long warmUp(List<Prepared> cases, int rounds) {
        var start = nanoClock.getAsLong();
        var spent = 0L;
        for (var round = 0; round < rounds; round++) {
            for (var one : cases) {
                one.search();
                spent = nanoClock.getAsLong() - start;
                if (spent >= WARM_UP.toNanos()) {
                    return spent;
                }
            }
        }
        return spent;
    }

    private CaseReport report(Prepared prepared, long[] nanos) {
        var evalCase = prepared.evalCase;
        List<LexicalIndex.Hit> hits = List.of();
        var before = nanoClock.getAsLong();
        for (var i = 0; i < nanos.length; i++) {
            hits = prepared.search();
            var now = nanoClock.getAsLong();
            nanos[i] = now - before;
            before = now;
        }
        var texts = hits.stream().map(hit -> evalCase.chunks().get(hit.chunk())).toList();
        var chosen = hits.stream()
                .map(hit -> new CaseReport.Chosen("eval:" + evalCase.id() + "#" + (hit.chunk() + 1), hit.score()))
                .toList();
        return new CaseReport(evalCase.id(), TermScore.of(evalCase, texts), chosen, Timing.of(nanos));
    }

    private static final class Prepared {
        private final EvalCase evalCase;
        private final LexicalIndex index;

        Prepared(EvalCase evalCase) {
            this.evalCase = evalCase;
            this.index = new LexicalIndex(evalCase.chunks());
        }

        List<LexicalIndex.Hit> search() {
            InterruptedWorkException.check();
            return index.search(evalCase.query(), evalCase.demand().maxChunks());
        }
    }
}
