package ai.zavora.adapter.provider.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.zavora.base.json.JsonException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class EventSplitterTest {
    private static final String STREAM = "\uFEFF: a comment\r\ndata: {\"a\":\"Grüße 🌍\"}\r\n\r\n"
            + "event: delta\rdata:first\rdata\rdata:  third\r\r"
            + "id: 7\nretry: 10\nunknown: x\n\n"
            + "event: lonely\n\ndata: last\n\n";

    private static final List<StreamEvent> EVENTS = List.of(
            new StreamEvent("", "{\"a\":\"Grüße 🌍\"}"),
            new StreamEvent("delta", "first\n\n third"),
            new StreamEvent("", "last"));

    private static List<StreamEvent> split(Framing framing, byte[] bytes, int size) throws JsonException {
        var events = new ArrayList<StreamEvent>();
        var splitter = new EventSplitter(framing, event -> {
            events.add(event);
            return false;
        });
        for (var at = 0; at < bytes.length; at += size) {
            splitter.feed(Arrays.copyOfRange(bytes, at, Math.min(bytes.length, at + size)));
        }
        splitter.end();
        return events;
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 5, 7, 64, 10_000})
    void eventsAreTheSameHoweverTheBytesAreCut(int size) throws Exception {
        assertThat(split(Framing.SSE, utf8(STREAM), size)).isEqualTo(EVENTS);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 10_000})
    void linesAreTheSameHoweverTheBytesAreCut(int size) throws Exception {
        assertThat(split(Framing.NDJSON, utf8("{\"a\":1}\n\r\n{\"b\":\"ü\"}\r\n{\"c\":3}"), size))
                .extracting(StreamEvent::data)
                .containsExactly("{\"a\":1}", "{\"b\":\"ü\"}", "{\"c\":3}");
    }

    @Test
    void aLastEventWithoutItsEmptyLineCounts() throws Exception {
        assertThat(split(Framing.SSE, utf8("data: [DONE]"), 100)).containsExactly(new StreamEvent("", "[DONE]"));
    }

    @Test
    void nothingFollowsOnceTheSinkHasEnough() throws Exception {
        var events = new ArrayList<StreamEvent>();
        var splitter = new EventSplitter(Framing.SSE, events::add);
        assertThat(splitter.feed(utf8("data: 1\n\ndata: 2\n\n"))).isTrue();
        assertThat(events).containsExactly(new StreamEvent("", "1"));
    }

    @Test
    void anEventOfFiftyMegabytesTakesLinearTime() throws Exception {
        var bytes = new byte[50_000_000];
        Arrays.fill(bytes, (byte) 'x');
        System.arraycopy(utf8("data: "), 0, bytes, 0, 6);
        bytes[bytes.length - 2] = '\n';
        bytes[bytes.length - 1] = '\n';
        var start = System.nanoTime();
        assertThat(split(Framing.SSE, bytes, 16 * 1024)).singleElement().satisfies(event -> assertThat(event.data())
                .hasSize(50_000_000 - 8));
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(20));
    }

    @Test
    void aLineBeyondTheBoundIsRefused() {
        var piece = new byte[1024 * 1024];
        Arrays.fill(piece, (byte) 'x');
        var splitter = new EventSplitter(Framing.SSE, event -> false);
        assertThatThrownBy(() -> {
                    for (var i = 0; i < 65; i++) {
                        splitter.feed(piece);
                    }
                })
                .isInstanceOf(JsonException.class)
                .hasMessage("one event is larger than 64 MiB");
    }

    @Test
    void manyLinesOfOneEventAreBoundedTogether() {
        var line = new byte[1024 * 1024];
        Arrays.fill(line, (byte) 'x');
        System.arraycopy(utf8("data:"), 0, line, 0, 5);
        line[line.length - 1] = '\n';
        var splitter = new EventSplitter(Framing.SSE, event -> false);
        assertThatThrownBy(() -> {
                    for (var i = 0; i < 66; i++) {
                        splitter.feed(line);
                    }
                })
                .isInstanceOf(JsonException.class)
                .hasMessage("one event is larger than 64 MiB");
    }
}
