package ai.zavora.adapter.telemetry.report;

import ai.zavora.core.telemetry.Breakdown.OfCommand;
import ai.zavora.core.telemetry.Outcomes;

/** The sums of one command. */
final class CommandTally {
    private final String name;
    private final Histogram durations = new Histogram();
    private long events;
    private long started;
    private long completed;
    private long failed;
    private long interrupted;

    CommandTally(String name) {
        this.name = name;
    }

    void event() {
        events++;
    }

    void started() {
        started++;
    }

    void completed() {
        completed++;
    }

    void failed() {
        failed++;
    }

    void interrupted() {
        interrupted++;
    }

    void took(long millis) {
        durations.add(millis);
    }

    OfCommand sum() {
        return new OfCommand(name, events, new Outcomes(started, completed, failed, interrupted), durations.latency());
    }
}
