package ai.zavora.adapter.telemetry.otel;

import static org.assertj.core.api.Assertions.assertThat;

import io.opentelemetry.sdk.common.CompletableResultCode;
import java.util.ArrayList;
import org.junit.jupiter.api.Test;

/** What waits while the collector is slow goes in requests that any collector takes. */
final class OutboxTest {

    @Test
    void whatGatheredGoesInSeveralRequests() {
        var first = new CompletableResultCode();
        var sizes = new ArrayList<Integer>();
        var outbox = new Outbox<Integer>(
                records -> {
                    sizes.add(records.size());
                    return sizes.size() == 1 ? first : CompletableResultCode.ofSuccess();
                },
                new Deliveries(),
                Outbox.Content.RECORDS);
        for (var number = 0; number < 2000; number++) {
            outbox.add(number);
        }
        assertThat(sizes).as("the first is not answered yet").containsExactly(512);

        first.succeed();
        outbox.send();

        assertThat(sizes).containsExactly(512, 512, 512, 464);
    }
}
