package ai.zavora.core.eval;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.zavora.base.error.InterruptedWorkException;
import ai.zavora.core.eval.CaseReport.Chosen;
import ai.zavora.core.eval.EvalCase.Demand;
import ai.zavora.core.eval.EvalReport.Effort;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.TreeSet;
import java.util.function.LongSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class EvaluationTest {
    private static final EvalCase CASE = new EvalCase(
            "fruit",
            "red apples",
            List.of("green pears", "Red apples, RED pears", "apples"),
            List.of(" Pears ", "red", "RED", "", "kiwi"),
            new Demand(2, 2));

    private static LongSupplier clock(long step) {
        var now = new long[1];
        return () -> now[0] += step;
    }

    private static Evaluation.Outcome run(int iterations, EvalCase... cases) {
        return new Evaluation(clock(1_500)).run(new Dataset("n", "1", "", List.of(cases)), iterations);
    }

    @Test
    void choosesJudgesAndTimes() {
        var outcome = run(4, CASE);

        assertThat(outcome.cases())
                .containsExactly(new CaseReport(
                        "fruit",
                        new TermScore(3, 2, List.of("kiwi")),
                        List.of(new Chosen("eval:fruit#2", 3), new Chosen("eval:fruit#3", 1)),
                        new Timing(4, 6_000, 1_500, 1_500, 1_500, 1_500)));
        assertThat(outcome.effort().iterations()).isEqualTo(4);
        assertThat(outcome.cases().getFirst().topScore()).isEqualTo(3);
    }

    @ParameterizedTest
    @CsvSource({"0, 1", "1, 1", "7, 7"})
    void runsEachCaseAtLeastOnce(int iterations, int times) {
        assertThat(run(iterations, CASE).cases().getFirst().timing().iterations())
                .isEqualTo(times);
    }

    @Test
    void theWarmUpIsBoundedInTimeAndNotTimed() {
        // each look at the clock takes 20 ms: the second ends it
        var outcome = new Evaluation(clock(20_000_000)).run(new Dataset("n", "1", "", List.of(CASE)), 1_000);

        assertThat(outcome.effort()).isEqualTo(new Effort(1_000, 40_000_000));
        assertThat(outcome.cases().getFirst().timing().totalNanos()).isEqualTo(1_000 * 20_000_000L);
    }

    @Test
    void nothingChosenFindsNothing() {
        var report = run(1, new EvalCase("a", "kiwi", List.of("pear"), List.of(), new Demand(0, 0)))
                .cases()
                .getFirst();

        assertThat(report.chosen()).isEmpty();
        assertThat(report.topScore()).isZero();
        assertThat(report.score()).isEqualTo(new TermScore(1, 1, List.of("kiwi")));
        assertThat(report.score().passed()).isFalse();
    }

    @ParameterizedTest
    @CsvSource({"0, 1, true", "1, 1, true", "2, 2, true", "3, 3, false", "9, 3, false"})
    void whatIsNeededIsHeldWithinTheTerms(int asked, int needed, boolean passed) {
        var score = TermScore.of(
                new EvalCase("a", "q", List.of(""), List.of("one", "two", "three"), new Demand(1, asked)),
                List.of("one", "TWO"));

        assertThat(score.needed()).isEqualTo(needed);
        assertThat(score.matched()).isEqualTo(2);
        assertThat(score.passed()).isEqualTo(passed);
    }

    @Test
    void termsAreFoundInAnyCaseAndWithinWordsButNotAcrossTexts() {
        var texts = List.of("Die GRÖSSE, the Start", "of it");
        var asked = new EvalCase(
                "a",
                "q",
                List.of(""),
                List.of("größe", "ART", "start of", "grösse"),
                new Demand(Demand.USUAL_CHUNKS, Demand.ALL));

        assertThat(TermScore.of(asked, texts).missing()).containsExactly("größe", "start of");
    }

    @Test
    void scoresAsTheRuleSaysForAnyTerms() {
        for (var seed = 0; seed < 1_000; seed++) {
            var random = new Random(seed);
            var words = List.of("Ab", "ab ", "BC", "c", " ", "É", "abc", "x");
            var terms = new ArrayList<String>();
            for (var i = random.nextInt(6); i > 0; i--) {
                terms.add(words.get(random.nextInt(words.size())));
            }
            terms.add("x");
            var text = random.nextBoolean() ? "ABc éx" : "bc";
            var min = random.nextInt(8);

            var score = TermScore.of(new EvalCase("a", "q", List.of(""), terms, new Demand(1, min)), List.of(text));

            var unique = new TreeSet<String>();
            terms.stream()
                    .map(term -> term.strip().toLowerCase(Locale.ROOT))
                    .filter(t -> !t.isEmpty())
                    .forEach(unique::add);
            var found = unique.stream()
                    .filter(text.toLowerCase(Locale.ROOT)::contains)
                    .count();
            assertThat(score.terms()).isEqualTo(unique.size());
            assertThat(score.matched()).as("seed %s", seed).isEqualTo((int) found);
            assertThat(score.passed()).isEqualTo(found >= Math.clamp(min, 1, unique.size()));
        }
    }

    @Test
    void percentilesAreTheNearestRank() {
        for (var n = 1; n < 300; n++) {
            var random = new Random(n);
            var nanos = random.longs(n, 0, 1_000_000).toArray();
            var sorted = nanos.clone();
            Arrays.sort(sorted);

            var timing = Timing.of(nanos);

            assertThat(timing.p95Nanos()).isEqualTo(sorted[(int) Math.round(0.95 * (n - 1))]);
            assertThat(timing.p50Nanos()).isEqualTo(sorted[(int) Math.round(0.50 * (n - 1))]);
            assertThat(timing.minNanos()).isEqualTo(sorted[0]);
            assertThat(timing.maxNanos()).isEqualTo(sorted[n - 1]);
            assertThat(timing.averageMillis())
                    .isCloseTo(Arrays.stream(sorted).average().orElseThrow() / 1e6, within(1e-9));
        }
    }

    private static EvalReport report(double failUnder, boolean... passed) {
        var cases = new ArrayList<CaseReport>();
        for (var i = 0; i < passed.length; i++) {
            var score = new TermScore(1, 1, passed[i] ? List.of() : List.of("t"));
            cases.add(new CaseReport("c" + i, score, List.of(), new Timing(2, 2_000L * (i + 1), 0, 0, 0, 0)));
        }
        var dataset = new Dataset("n", "1", "", List.of(CASE));
        return new EvalReport(dataset, cases, new Effort(2, 0), failUnder, Instant.EPOCH);
    }

    @Test
    void addsUpItsCases() {
        var report = report(0.5, true, true, false);

        assertThat(report.passedCases()).isEqualTo(2);
        assertThat(report.failed()).extracting(CaseReport::id).containsExactly("c2");
        assertThat(report.passRate()).isEqualTo(2.0 / 3);
        assertThat(report.averageLatencyMillis()).isCloseTo(0.002, within(1e-12));
        assertThat(report.latencyMillis(0.50)).isCloseTo(0.002, within(1e-12));
        assertThat(report.latencyMillis(0.95)).isCloseTo(0.003, within(1e-12));
        assertThat(report.throughput()).isCloseTo(6 * 1e9 / 12_000, within(1e-6));
    }

    @Test
    void aShareIsJudgedAsItIsAndNotRounded() {
        assertThat(report(0.6667, true, true, false).passedThreshold()).isFalse();
        assertThat(report(2.0 / 3, true, true, false).passedThreshold()).isTrue();
        assertThat(report(0, false).passedThreshold()).isTrue();
        assertThat(report(1, true).passedThreshold()).isTrue();
        assertThatThrownBy(() -> report(Double.NaN, true)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> report(1.1, true)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void anInterruptEndsTheRun() {
        Thread.currentThread().interrupt();
        try {
            assertThatThrownBy(() -> run(1, CASE)).isInstanceOf(InterruptedWorkException.class);
        } finally {
            assertThat(Thread.interrupted()).isTrue();
        }
    }
}
