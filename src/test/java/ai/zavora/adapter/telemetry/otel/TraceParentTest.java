package ai.zavora.adapter.telemetry.otel;

import static org.assertj.core.api.Assertions.assertThat;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.context.Context;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class TraceParentTest {
    private static final String IDS = "0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331";

    @Test
    void readsTheIdsAndWhetherItIsSampled() {
        var parent = Span.fromContext(TraceParent.of("00-" + IDS + "-01")).getSpanContext();

        assertThat(parent.getTraceId()).isEqualTo("0af7651916cd43dd8448eb211c80319c");
        assertThat(parent.getSpanId()).isEqualTo("b7ad6b7169203331");
        assertThat(parent.isSampled()).isTrue();
        assertThat(parent.isRemote()).isTrue();
        assertThat(Span.fromContext(TraceParent.of("00-" + IDS + "-00"))
                        .getSpanContext()
                        .isSampled())
                .isFalse();
    }

    @Test
    void readsLaterVersionsWithMoreParts() {
        assertThat(Span.fromContext(TraceParent.of("01-" + IDS + "-01-more"))
                        .getSpanContext()
                        .isValid())
                .isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "00",
                "00-" + IDS + "-01-more",
                "00-" + IDS + "-1",
                "ff-" + IDS + "-01",
                "00-0AF7651916CD43DD8448EB211C80319C-b7ad6b7169203331-01",
                "00-00000000000000000000000000000000-b7ad6b7169203331-01",
                "00-0af7651916cd43dd8448eb211c80319c-0000000000000000-01",
                "00_" + IDS + "-01",
            })
    void ignoresWhatIsNone(String text) {
        assertThat(TraceParent.of(text)).isEqualTo(Context.root());
    }
}
