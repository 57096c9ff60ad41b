package ai.zavora.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class AnswerReaderTest {
    private static final String COUNTED = "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello";
    private static final String CHUNKED = """
            HTTP/1.1 200 OK
            transfer-encoding: chunked

            4
            data
            D;name=value
            : hello

            da
            9
            ta: b


            0
            Trailer: x

            """.replace("\n", "\r\n");

    @Test
    void readsOneAnswerBehindTheOther() throws IOException {
        var reader = reader(COUNTED + CHUNKED + COUNTED, "");

        assertThat(reader.read(false).bytes()).isEqualTo(5);
        assertThat(reader.read(false).bytes()).isEqualTo(26);
        assertThat(reader.read(false).bytes()).isEqualTo(5);
        assertFails(reader, Failure.Kind.CLOSED);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 7, 1000})
    void theCutOfTheBytesChangesNothing(int piece) throws IOException {
        var stream = CHUNKED.replace("200 OK\r\n", "200 OK\r\nContent-Type: text/event-stream; charset=utf-8\r\n");
        var reader = new AnswerReader(new Pieces(stream + COUNTED, piece), "ta: b");

        var answer = reader.read(false);

        assertThat(answer.events().orElseThrow().count()).isEqualTo(2);
        assertThat(answer.complete()).isTrue();
        assertThat(answer.reusable()).isTrue();
        assertThat(reader.read(false).complete())
                .as("the next answer lacks the text")
                .isFalse();
    }

    @Test
    void anAnswerWithoutALengthEndsWithTheConnection() throws IOException {
        var answer = reader("HTTP/1.1 200 OK\r\n\r\nto the end", "").read(false);

        assertThat(answer.bytes()).isEqualTo(10);
        assertThat(answer.reusable()).isFalse();
    }

    @Test
    void connectionCloseAndTheOldVersionEndTheConnection() throws IOException {
        var close = "HTTP/1.1 200 OK\r\nConnection: Close\r\nContent-Length: 0\r\n\r\n";

        assertThat(reader(close, "").read(false).reusable()).isFalse();
        assertThat(reader(COUNTED.replace("HTTP/1.1", "HTTP/1.0"), "")
                        .read(false)
                        .reusable())
                .isFalse();
    }

    @Test
    void answersWithoutABodyAreKnown() throws IOException {
        var reader = reader(
                "HTTP/1.1 100 Continue\r\n\r\n" + "HTTP/1.1 204 No Content\r\n\r\n" + COUNTED.replace("hello", "")
                        + COUNTED,
                "");

        assertThat(reader.read(false).status()).isEqualTo(204);
        assertThat(reader.read(true).bytes()).isZero();
        assertThat(reader.read(false).bytes()).isEqualTo(5);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "HTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\nhello",
                "HTTP/1.1 200 OK\r\nContent-Le",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n",
            })
    void whatBreaksOffIsNoAnswer(String cut) {
        assertFails(reader(cut, ""), Failure.Kind.CUT_OFF);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SMTP ready\r\n\r\n",
                "HTTP/1.1 2x0 OK\r\n\r\n",
                "HTTP/1.1 200 OK\r\nno field\r\n\r\n",
                "HTTP/1.1 200 OK\r\nContent-Length: five\r\n\r\nhello",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nhello\r\n",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n-3\r\nhello\r\n",
            })
    void whatIsNotHttpIsMalformed(String text) {
        assertFails(reader(text, ""), Failure.Kind.MALFORMED);
    }

    @ParameterizedTest
    @ValueSource(strings = {"data: a\n\ndata: b\n\n", "data: a\r\n\r\ndata: b\r\n\r\n", "data: a\r\rdata: b\r\r"})
    void eventsEndWithABlankLineOfAnyKind(String stream) {
        var events = new EventTimes();
        var bytes = (stream + "data: broken off\n").getBytes(StandardCharsets.UTF_8);
        for (var at = 0; at < bytes.length; at++) {
            events.accept(bytes, at, at + 1, at);
        }

        assertThat(events.count()).isEqualTo(2);
        assertThat(events.time(0)).isLessThan(events.time(1));
    }

    private static AnswerReader reader(String text, String expected) {
        return new AnswerReader(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)), expected);
    }

    private static void assertFails(AnswerReader reader, Failure.Kind kind) {
        assertThatThrownBy(() -> reader.read(false))
                .isInstanceOfSatisfying(Failure.class, e -> assertThat(e.kind()).isEqualTo(kind));
    }

    /** A stream that gives so many bytes at once. */
    private static final class Pieces extends InputStream {
        private final ByteArrayInputStream whole;
        private final int piece;

        Pieces(String text, int piece) {
            this.whole = new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
            this.piece = piece;
        }

        @Override
        public int read() {
            return whole.read();
        }

        @Override
        public int read(byte[] bytes, int from, int length) {
            return whole.read(bytes, from, Math.min(length, piece));
        }
    }
}
