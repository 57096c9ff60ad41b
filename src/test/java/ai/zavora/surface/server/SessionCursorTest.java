package ai.zavora.surface.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.zavora.core.session.SessionKey;
import ai.zavora.core.session.SessionSummary;
import ai.zavora.surface.server.wire.ApiException;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Places in the list of sessions. */
final class SessionCursorTest {
    private static final Instant AT = Instant.parse("2026-01-02T03:04:05.123456789Z");

    private static SessionSummary session(Instant at, String id) {
        return new SessionSummary(new SessionKey("app", "user", id), at, at, 0);
    }

    @Test
    void survivesItsText() {
        var cursor = SessionCursor.at(session(AT, "a\nb €"));

        assertThat(SessionCursor.parse(cursor.text())).isEqualTo(cursor);
        assertThat(cursor.text()).matches("[A-Za-z0-9_-]+");
    }

    @Test
    void comesBeforeWhatIsOlderOrOfTheSameTimeWithALaterId() {
        var cursor = new SessionCursor(AT, "m");

        assertThat(cursor.isBefore(session(AT.minusNanos(1), "a"))).isTrue();
        assertThat(cursor.isBefore(session(AT, "n"))).isTrue();
        assertThat(cursor.isBefore(session(AT, "m"))).isFalse();
        assertThat(cursor.isBefore(session(AT, "a"))).isFalse();
        assertThat(cursor.isBefore(session(AT.plusNanos(1), "z"))).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "x", "***", "Cg", "MjAyNg"})
    void refusesAnythingElse(String text) {
        assertThatThrownBy(() -> SessionCursor.parse(text)).isInstanceOf(ApiException.class);
    }
}
