package ai.zavora.adapter.telemetry.otel;

import ai.zavora.base.text.Counted;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * Tells people of telemetry that is lost. Used by the sending thread and, when that has ended or time is up, by the one
 * that ends the command.
 */
final class LossNotices {
    private static final long BETWEEN = Duration.ofHours(1).toNanos();

    private final When when;
    private final Deliveries deliveries;
    private final Consumer<String> warnings;
    private final LongSupplier nanos;
    private final AtomicBoolean told = new AtomicBoolean();
    private long toldNanos;
    private boolean worked;

    /** When something is told. */
    enum When {
        /** Once, when the command is over: its output is not to be disturbed. */
        AT_THE_END,
        /**
         * When it begins, and in the end how much it was. What fails again and again is not told again; what worked in
         * between is, once an hour at most.
         */
        AS_IT_HAPPENS
    }

    /** @param nanos a clock that only goes forward, as {@link System#nanoTime} */
    LossNotices(When when, Deliveries deliveries, Consumer<String> warnings, LongSupplier nanos) {
        this.when = when;
        this.deliveries = deliveries;
        this.warnings = warnings;
        this.nanos = nanos;
    }

    /** Tells of what failed since the last look, where it is time to. */
    void look() {
        if (when == When.AT_THE_END) {
            return;
        }
        worked |= deliveries.worked();
        deliveries.news().filter(_ -> isTime()).ifPresent(reason -> {
            warnings.accept("Telemetry could not be sent to the collector: " + reason
                    + ". Records are lost; nothing else is affected.");
            toldNanos = nanos.getAsLong();
            worked = false;
            told.set(true);
        });
    }

    private boolean isTime() {
        return !told.get() || (worked && nanos.getAsLong() - toldNanos >= BETWEEN);
    }

    /** Tells of all that was lost; nothing more is sent. */
    void end() {
        look();
        var lost = deliveries.lost();
        var reason = deliveries.reason();
        if (told.get()) {
            if (lost > 0) {
                warnings.accept("In all, " + Counted.of(lost, "telemetry record") + " for the collector "
                        + Counted.was(lost) + " lost.");
            }
        } else if (when == When.AS_IT_HAPPENS && deliveries.cutOff()) {
            warnings.accept("The server ended before the collector had answered: " + lost
                    + " telemetry records may be lost. Nothing else is affected.");
        } else if (reason.isPresent()) {
            warnings.accept(
                    "Telemetry could not be sent to the collector: " + reason.get() + ". Nothing else is affected.");
        } else if (lost > 0) {
            var why = deliveries.mishap().map(text -> " (" + text + ")").orElse("");
            warnings.accept("Telemetry could not keep up: " + Counted.of(lost, "record") + " for the collector "
                    + Counted.was(lost) + " lost" + why + ".");
        }
    }
}
