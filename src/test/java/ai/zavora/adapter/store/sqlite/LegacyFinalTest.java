package ai.zavora.adapter.store.sqlite;

import static ai.zavora.testing.LegacySessions.response;
import static ai.zavora.testing.LegacySessions.time;
import static org.assertj.core.api.Assertions.assertThat;

import ai.zavora.core.session.Event;
import ai.zavora.core.session.EventText;
import ai.zavora.core.session.SessionKey;
import ai.zavora.core.session.SessionView;
import ai.zavora.testing.LegacySessions;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Which imported events are replies that ask for nothing more. */
final class LegacyFinalTest extends MigrationFixture {
    private static final String CALL = "{\"name\":\"note\",\"args\":{},\"id\":\"c1\"}";
    private static final String RESULT =
            "{\"functionResponse\":{\"name\":\"note\",\"response\":{\"ok\":true}},\"id\":\"%s\"}";

    private List<Event> imported() {
        migrate();
        try (var store = SqliteStore.open("sqlite://" + file, folder, InstantSource.system())) {
            return store.events(new SessionKey("app", "u", "s"), 0, Integer.MAX_VALUE);
        }
    }

    private List<String> texts() {
        return imported().stream()
                .filter(event -> SessionView.isFinal(event.body()))
                .map(event -> EventText.of(event.body()))
                .toList();
    }

    @Test
    void answersAreFinal() throws Exception {
        try (var old = LegacySessions.create(file)) {
            old.session("u", "s", "{}")
                    .event("user", "user", "01", "{\"text\":\"question\"}")
                    .event("assistant", "model", "02", "{\"text\":\"looking\"}," + CALL)
                    .event("assistant", "function", "03", RESULT.formatted("c1"))
                    .event("assistant", "model", "04", "{\"text\":\"answer\"}")
                    .row(
                            "assistant",
                            time("05"),
                            response("model", "{\"text\":\"part\"}").replace("\"partial\":false", "\"partial\":true"),
                            "{}")
                    // a result without its call, which a model is shown as text
                    .event("assistant", "function", "06", RESULT.formatted("c2"))
                    .compaction("07", "01", "summary")
                    .event("helper", "model", "08", "{\"text\":\"another answer\"}");
        }

        assertThat(texts()).containsExactly("answer", "another answer");
    }

    @Test
    void whatIsNotSummarisedOrGoesOnElsewhereIsFinal() throws Exception {
        try (var old = LegacySessions.create(file)) {
            old.session("u", "s", "{}")
                    .event("assistant", "model", "01", CALL)
                    .row(
                            "assistant",
                            time("02"),
                            response("function", RESULT.formatted("c1")),
                            "{\"skip_summarization\":true}")
                    .event("assistant", "model", "03", CALL.replace("c1", "c2"));
            old.execute("UPDATE events SET long_running_tool_ids = '[\"c2\"]' WHERE timestamp = ?", time("03"));
        }

        assertThat(imported())
                .filteredOn(event -> SessionView.isFinal(event.body()))
                .extracting(Event::id)
                .containsExactly("event-2", "event-3");
    }
}
