package ai.zavora.adapter.telemetry.otel;

import static org.assertj.core.api.Assertions.assertThat;

import ai.zavora.adapter.telemetry.otel.LossNotices.When;
import java.net.ConnectException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** What people are told of telemetry that is lost, and how often. */
final class LossNoticesTest {
    private static final String NO_CONNECTION =
            "Telemetry could not be sent to the collector: no connection. Records are lost; nothing else is affected.";

    private final List<String> told = new ArrayList<>();
    private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 1);
    private final Deliveries deliveries = new Deliveries();
    private final LossNotices server = new LossNotices(When.AS_IT_HAPPENS, deliveries, told::add, nanos::get);

    /** One request with one record is made, and what comes of it is looked at. */
    private void fails() {
        deliveries.made();
        deliveries.begun();
        deliveries.failed(new ConnectException());
        server.look();
    }

    private void works() {
        deliveries.made();
        deliveries.begun();
        deliveries.answered(200);
        deliveries.arrived(1);
        server.look();
    }

    private void passes(Duration time) {
        nanos.addAndGet(time.toNanos());
    }

    @Test
    void whatFailsAgainAndAgainIsToldOnceAndInTheEndWithTheCount() {
        for (var request = 0; request < 10; request++) {
            fails();
            passes(Duration.ofHours(2));
        }
        server.end();

        assertThat(told).containsExactly(NO_CONNECTION, "In all, 10 telemetry records for the collector were lost.");
    }

    @Test
    void whatNothingCanBeMadeOfIsToldAtTheEndOfACommandWithItsCause() {
        var command = new LossNotices(When.AT_THE_END, deliveries, told::add, nanos::get);
        deliveries.made();
        deliveries.arrived(1);
        deliveries.dropped(new NumberFormatException());
        command.look();
        assertThat(told).isEmpty();
        command.end();

        assertThat(told)
                .containsExactly("Telemetry could not keep up: 1 record for the collector was lost"
                        + " (defect: NumberFormatException).");
    }

    @Test
    void whatWorkedAndFailsAgainIsToldOnceAnHour() {
        works();
        assertThat(told).isEmpty();
        fails();
        works();
        passes(Duration.ofMinutes(59));
        fails();
        assertThat(told).containsExactly(NO_CONNECTION);

        works();
        passes(Duration.ofMinutes(1));
        fails();
        fails();
        works();
        fails();

        assertThat(told).containsExactly(NO_CONNECTION, NO_CONNECTION);
    }

    @Test
    void anOutageThatBeganTooEarlyToBeToldIsToldWhenItStillLastsAfterTheHour() {
        fails();
        works();
        fails();
        passes(Duration.ofHours(1));
        fails();

        assertThat(told).containsExactly(NO_CONNECTION, NO_CONNECTION);
    }

    @Test
    void whatFailsFirstInTheEndIsToldWithTheCount() {
        deliveries.made();
        deliveries.failed("HTTP 503");
        server.end();

        assertThat(told)
                .containsExactly(
                        NO_CONNECTION.replace("no connection", "HTTP 503"),
                        "In all, 1 telemetry record for the collector was lost.");
    }

    @Test
    void aCommandIsToldInTheEndOnly() {
        var command = new LossNotices(When.AT_THE_END, deliveries, told::add, nanos::get);
        deliveries.made();
        deliveries.failed("HTTP 503");
        command.look();
        assertThat(told).isEmpty();

        command.end();

        assertThat(told)
                .containsExactly("Telemetry could not be sent to the collector: HTTP 503. Nothing else is affected.");
    }

    @Test
    void whereAllArrivesNobodyIsToldAnything() {
        works();
        server.end();

        assertThat(told).isEmpty();
    }
}
