package ai.zavora.adapter.telemetry.report;

import ai.zavora.core.llm.Usage;
import ai.zavora.core.telemetry.Breakdown.OfModel;
import ai.zavora.core.telemetry.Outcomes;

/** The sums of one model. */
final class ModelTally {
    /** Stands between provider and model in the name; in no name of either. */
    static final char PART = '\0';

    private final String provider;
    private final String model;
    private final Histogram latencies = new Histogram();
    private long started;
    private long completed;
    private long failed;
    private long interrupted;
    private long retries;
    private long input;
    private long cacheRead;
    private long cacheWrite;
    private long output;
    private long reasoning;

    ModelTally(String name) {
        var part = name.indexOf(PART);
        this.provider = part < 0 ? "" : name.substring(0, part);
        this.model = name.substring(part + 1);
    }

    void started() {
        started++;
    }

    void retried() {
        retries++;
    }

    void failed() {
        failed++;
    }

    void interrupted() {
        interrupted++;
    }

    void completed(Fields record) {
        completed++;
        input += tokens(record, Field.INPUT_TOKENS);
        cacheRead += tokens(record, Field.CACHE_READ_TOKENS);
        cacheWrite += tokens(record, Field.CACHE_WRITE_TOKENS);
        output += tokens(record, Field.OUTPUT_TOKENS);
        reasoning += tokens(record, Field.REASONING_TOKENS);
        if (record.hasNumber(Field.LATENCY)) {
            latencies.add(record.number(Field.LATENCY));
        }
    }

    /** More than any reply has, so that no record can make a sum overflow. */
    private static long tokens(Fields record, Field field) {
        return Math.clamp(record.number(field), 0, 1L << 32);
    }

    OfModel sum() {
        return new OfModel(
                provider,
                model,
                new Outcomes(started, completed, failed, interrupted),
                retries,
                new Usage(input, cacheRead, cacheWrite, output, reasoning),
                latencies.latency());
    }
}
