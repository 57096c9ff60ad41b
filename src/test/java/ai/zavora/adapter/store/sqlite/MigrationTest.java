package ai.zavora.adapter.store.sqlite;

import static org.assertj.core.api.Assertions.assertThat;

import ai.zavora.base.json.Json;
import ai.zavora.base.json.JsonException;
import ai.zavora.base.json.JsonValue;
import ai.zavora.core.llm.Part;
import ai.zavora.core.llm.Usage;
import ai.zavora.core.session.Event;
import ai.zavora.core.session.SessionKey;
import ai.zavora.core.session.SessionMigration.Outcome;
import ai.zavora.core.session.SessionMigration.Report;
import ai.zavora.testing.LegacySessions;
import java.io.IOException;
import java.nio.file.Files;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What an import of the earlier Rust version's sessions makes of them. */
final class MigrationTest extends MigrationFixture {
    private static final SessionKey KEY = new SessionKey("app", "u", "s");

    private List<Event> imported(SessionKey key) {
        try (var store = SqliteStore.open("sqlite://" + file, folder, InstantSource.system())) {
            return store.events(key, 0, 100_000);
        }
    }

    private List<Event.Body> bodies() {
        return imported(KEY).stream().map(Event::body).toList();
    }

    private List<String> shown() {
        return bodies().stream()
                .filter(Event.Imported.class::isInstance)
                .map(Event.Imported.class::cast)
                .flatMap(entry -> entry.parts().stream().map(part -> entry.role() + " " + brief(part)))
                .toList();
    }

    private static String brief(Part part) {
        return switch (part) {
            case Part.Text(var text) -> text;
            case Part.Reasoning thought -> "thinks " + thought.text();
            case Part.Image(var mimeType, var base64) -> mimeType + " " + base64;
            case Part.ToolUse use -> "call " + use.name() + " " + use.id() + " " + use.input();
            case Part.ToolOutput output ->
                "result " + output.name() + " " + output.callId() + (output.failed() ? " failed" : "");
        };
    }

    private LegacySessions legacy() throws SQLException {
        return LegacySessions.create(file).session("u", "s", "{}");
    }

    @Test
    void sessionsKeepTheirNamesTimesStatesAndEvents() throws SQLException {
        try (var old = LegacySessions.create(file)) {
            old.session("u", "s", "{\"app:a\":1,\"user:b\":2,\"c\":3.50}")
                    .states("u", "{\"a\":1}", "{\"b\":2}")
                    .event("user", "user", "01.5", "{\"text\":\"Hello\"}")
                    .event("assistant", "model", "02.123456789", "{\"text\":\"Hi\"}");
        }

        var report = migrate();

        assertThat(report.outcome()).isEqualTo(Outcome.IMPORTED);
        assertThat(report.original()).contains(folder.resolve("sessions.db.legacy"));
        var counts = report.counts();
        assertThat(List.of(
                        counts.sessions(),
                        counts.events(),
                        counts.appStates(),
                        counts.userStates(),
                        counts.unreadable()))
                .containsExactly(1L, 2L, 1L, 1L, 0L);
        assertThat(counts.parts()).isEqualTo(Map.of("text", 2L));
        var events = imported(KEY);
        assertThat(events.getFirst().body())
                .hasToString(new Event.SessionState(json("{\"app:a\":1,\"user:b\":2,\"c\":3.50}")).toString());
        assertThat(events.get(1).at()).isEqualTo(Instant.parse("2026-03-01T10:00:01.5Z"));
        assertThat(events.get(2).at()).isEqualTo(Instant.parse("2026-03-01T10:00:02.123456789Z"));
        assertThat(events.get(1).id()).isEqualTo("event-1");
        assertThat(shown()).containsExactly("USER Hello", "ASSISTANT Hi");
        try (var store = SqliteStore.open("sqlite://" + file, folder, InstantSource.system())) {
            var session = store.find(KEY).orElseThrow();
            assertThat(session.createdAt()).isEqualTo(Instant.parse("2026-03-01T10:00:00Z"));
            assertThat(session.updatedAt()).isEqualTo(Instant.parse("2026-03-01T10:00:59.5Z"));
        }
        try (var database = Database.writable(file.toString())) {
            assertThat(database.all(
                            row -> row.getString(1) + row.getString(2) + row.getString(3),
                            "SELECT scope, user, state FROM journal_state ORDER BY scope"))
                    .containsExactly("app{\"a\":1}", "useru{\"b\":2}");
        }
    }

    @Test
    void everyKindOfPartIsImported() throws SQLException {
        try (var old = legacy()) {
            old.event(
                            "user",
                            "user",
                            "01",
                            "{\"text\":\"Look\"},{\"mime_type\":\"image/png\",\"data\":[1,2,255]},"
                                    + "{\"mime_type\":\"audio/wav\",\"data\":[1]},"
                                    + "{\"mime_type\":\"text/csv\",\"file_uri\":\"gs://x/y.csv\"},"
                                    + "{\"resource\":{\"uri\":\"file:///a\",\"text\":\"inside\"}},{\"later\":true},7")
                    .event(
                            "assistant",
                            "model",
                            "02",
                            "{\"thinking\":\"hm\",\"signature\":\"c2ln\"},{\"text\":\"I look\"},"
                                    + "{\"server_tool_call\":{\"q\":1}},{\"server_tool_response\":{\"r\":1}},"
                                    + "{\"name\":\"read\",\"args\":{\"path\":\"a\"},\"id\":\"c1\"}")
                    .event(
                            "assistant",
                            "function",
                            "03",
                            "{\"functionResponse\":{\"name\":\"read\",\"response\":\"plain\"},\"id\":\"c1\"}");
        }

        var report = migrate();

        assertThat(report.counts().parts())
                .isEqualTo(Map.of(
                        "text",
                        2L,
                        "inline_data",
                        2L,
                        "file",
                        1L,
                        "resource",
                        1L,
                        "unknown",
                        2L,
                        "thinking",
                        1L,
                        "server_tool",
                        2L,
                        "call",
                        1L,
                        "result",
                        1L));
        assertThat(shown())
                .containsExactly(
                        "USER Look",
                        "USER image/png AQL/",
                        "USER [file: audio/wav]",
                        "USER [file: text/csv gs://x/y.csv]",
                        "USER [resource: file:///a]\ninside",
                        "USER [unknown part]",
                        "USER [unknown part]",
                        "ASSISTANT thinks hm",
                        "ASSISTANT I look",
                        "ASSISTANT [call of a tool at the provider]",
                        "ASSISTANT [result of a tool at the provider]",
                        "ASSISTANT call read c1 " + json("{\"path\":\"a\"}"),
                        "TOOL result read c1");
        var output =
                (Part.ToolOutput) ((Event.Imported) bodies().getLast()).parts().getFirst();
        assertThat(output.output()).isEqualTo(json("{\"result\":\"plain\"}"));
        assertThat(bodies().get(1).toString()).contains("c2ln");
    }

    @Test
    void resultsFindTheirCallsWithoutIds() throws SQLException {
        try (var old = legacy()) {
            old.event("user", "user", "01", "{\"text\":\"Go\"}")
                    .event(
                            "assistant",
                            "model",
                            "02",
                            "{\"name\":\"a\",\"args\":{}},{\"name\":\"b\",\"args\":{}},{\"name\":\"a\",\"args\":{}}")
                    .event(
                            "assistant",
                            "function",
                            "03",
                            result("b", "{}") + "," + result("a", "{}") + "," + result("a", "{\"error\":\"no\"}"));
        }

        migrate();

        assertThat(shown())
                .containsExactly(
                        "USER Go",
                        "ASSISTANT call a imported-1 " + json("{}"),
                        "ASSISTANT call b imported-2 " + json("{}"),
                        "ASSISTANT call a imported-3 " + json("{}"),
                        "TOOL result b imported-2",
                        "TOOL result a imported-1",
                        "TOOL result a imported-3 failed");
    }

    @Test
    void aModelIsShownEveryCallWithItsResult() throws SQLException {
        try (var old = legacy()) {
            old.event("assistant", "model", "01", call("cut", "c1"))
                    .event("user", "user", "02", "{\"text\":\"And?\"}")
                    .event(
                            "assistant",
                            "function",
                            "03",
                            "{\"functionResponse\":{\"name\":\"cut\",\"response\":{}},\"id\":\"c1\"}")
                    .event("assistant", "model", "04", call("again", "c1"));
        }

        migrate();

        assertThat(shown())
                .containsExactly(
                        "USER [The conversation began earlier.]",
                        "ASSISTANT call cut c1 " + json("{}"),
                        "TOOL result cut c1 failed",
                        "USER And?",
                        "USER [result of cut: {}]",
                        "ASSISTANT call again c1-2 " + json("{}"),
                        "TOOL result again c1-2 failed");
        assertThat(((Event.Imported) bodies().getLast()).author()).isEqualTo("system");
        assertThat(((Event.Imported) bodies().getLast()).original()).isEqualTo(json("{\"synthesized\":true}"));
    }

    @Test
    void rowsOfOneTimeKeepTheirOrder() throws SQLException {
        try (var old = legacy()) {
            for (var i = 0; i < 20; i++) {
                old.event("user", "user", "05", "{\"text\":\"" + i + "\"}");
            }
            old.event("user", "user", "04", "{\"text\":\"first\"}");
        }

        migrate();

        assertThat(shown())
                .hasSize(21)
                .startsWith("USER first", "USER 0", "USER 1")
                .endsWith("USER 19");
    }

    @Test
    void rowsThatCannotBeReadAreKept() throws SQLException {
        try (var old = legacy().states("u", "no json", "{}")) {
            old.event("user", "user", "01", "{\"text\":\"before\"}")
                    .row("user", LegacySessions.time("02"), "{broken", "{}")
                    .row("user", "yesterday", LegacySessions.response("user", "{\"text\":\"timeless\"}"), "[]")
                    .row("user", LegacySessions.time("03"), "{\"content\":5}", "{}")
                    .session("u", "t", "no state");
        }

        var report = migrate();

        assertThat(report.counts().events()).isEqualTo(4);
        assertThat(report.counts().unreadable()).isEqualTo(5);
        assertThat(shown()).containsExactly("USER before", "USER timeless");
        var events = imported(KEY);
        assertThat(events.get(1).body().toString()).contains("{broken");
        assertThat(events.getLast().at()).isEqualTo(Instant.parse("2026-03-01T10:00:03Z"));
        assertThat(imported(new SessionKey("app", "u", "t")).getFirst().body())
                .isEqualTo(new Event.SessionState(json("{\"unreadable\":\"no state\"}")));
    }

    @Test
    void usersOfOneSessionIdAreKeptApart() throws SQLException {
        try (var old = legacy().session("v", "s", "{}")) {
            old.eventOf("u", "01", "of u").eventOf("v", "01", "of v");
        }

        assertThat(migrate().counts().sessions()).isEqualTo(2);

        assertThat(shown()).containsExactly("USER of u");
        assertThat(imported(new SessionKey("app", "v", "s")).toString())
                .contains("of v")
                .doesNotContain("of u");
    }

    @Test
    void eventsWhoseSessionIsGoneAreKept() throws SQLException {
        try (var old = LegacySessions.createWithoutRegistry(file)) {
            old.eventOf("u", "01", "orphan");
        }

        assertThat(migrate().counts().sessions()).isEqualTo(1);

        assertThat(shown()).containsExactly("USER orphan");
    }

    @Test
    void aSummaryCoversWhatItCovered() throws SQLException {
        try (var old = legacy()) {
            old.event("user", "user", "01", "{\"text\":\"one\"}")
                    .event("assistant", "model", "02", call("x", "c1"))
                    .event("assistant", "function", "03", result("x", "{}"))
                    .event("user", "user", "04", "{\"text\":\"two\"}")
                    .compaction("05", "02", "all of it")
                    .event("user", "user", "06", "{\"text\":\"three\"}");
        }

        migrate();

        var bodies = bodies();
        assertThat(bodies).hasSize(7);
        assertThat(((Event.Imported) bodies.get(4)).parts()).isEmpty();
        // the result goes with its call
        assertThat(bodies.get(5)).isEqualTo(new Event.Compaction("all of it", 3, Usage.NONE));
    }

    /** As the earlier version wrote them, and as a program may have that went over its rows. */
    @ParameterizedTest
    @ValueSource(strings = {"", " "})
    void imagesTakeLittleRoom(String space) throws SQLException {
        var data = ("0,255," + space + "16" + space + ",").repeat(100_000) + space + "7";
        try (var old = legacy()) {
            old.event("user", "user", "01", "{\"mime_type\":\"image/png\",\"data\":" + space + "[" + data + "]}")
                    .event(
                            "assistant",
                            "model",
                            "02",
                            "{\"name\":\"put\",\"args\":{\"data\":[" + data + "]},\"id\":\"c1\"}");
        }

        migrate();

        var image = (Part.Image) ((Event.Imported) bodies().getFirst()).parts().getFirst();
        assertThat(image.base64()).hasSize(400_004);
        var call = (Part.ToolUse) ((Event.Imported) bodies().get(1)).parts().getFirst();
        assertThat(call.input()).isEqualTo(json("{\"data\":[" + data + "]}"));
        assertThat(((Event.Imported) bodies().getFirst()).original().toString().length())
                .isLessThan(500_000);
    }

    @Test
    void thousandsOfEventsAreImported() throws SQLException {
        try (var old = legacy()) {
            old.inOneTransaction();
            for (var i = 0; i < 5000; i++) {
                old.event(
                        "user",
                        i % 2 == 0 ? "user" : "model",
                        "%02d.%03d".formatted(i / 1000, i % 1000),
                        "{\"text\":\"" + i + "\"}");
            }
        }

        assertThat(migrate().counts().events()).isEqualTo(5000);

        assertThat(shown()).hasSize(5000).startsWith("USER 0").endsWith("ASSISTANT 4999");
    }

    @Test
    void whatIsUpToDateIsLeftAsItIs() throws SQLException, IOException {
        legacy().close();
        migrate();
        var before = Files.readAllBytes(file);

        assertThat(migrate()).isEqualTo(Report.unchanged(Outcome.CURRENT));

        assertThat(Files.readAllBytes(file)).isEqualTo(before);
        assertThat(names()).containsExactly("sessions.db", "sessions.db.legacy");
    }

    @Test
    void withoutADatabaseNothingIsMade() throws IOException {
        assertThat(migrate()).isEqualTo(Report.unchanged(Outcome.NO_DATABASE));
        assertThat(names()).isEmpty();
        assertThat(Migration.of("sqlite://:memory:", folder).run().outcome()).isEqualTo(Outcome.NOT_NEEDED);
    }

    private List<String> names() throws IOException {
        try (var files = Files.list(folder)) {
            return files.map(path -> path.getFileName().toString()).sorted().toList();
        }
    }

    private static String call(String name, String id) {
        return "{\"name\":\"" + name + "\",\"args\":{},\"id\":\"" + id + "\"}";
    }

    private static String result(String name, String response) {
        return "{\"functionResponse\":{\"name\":\"" + name + "\",\"response\":" + response + "}}";
    }

    private static JsonValue.Obj json(String text) {
        try {
            return Json.parseObject(text);
        } catch (JsonException e) {
            throw new IllegalArgumentException(e);
        }
    }
}
