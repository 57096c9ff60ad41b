package ai.zavora.surface.cli;

import static org.assertj.core.api.Assertions.assertThat;

import ai.zavora.adapter.store.sqlite.SqliteStore;
import ai.zavora.base.json.Json;
import ai.zavora.base.json.JsonException;
import ai.zavora.base.json.JsonValue;
import ai.zavora.core.llm.Part;
import ai.zavora.core.llm.StopReason;
import ai.zavora.core.llm.Usage;
import ai.zavora.core.policy.ToolCall;
import ai.zavora.core.session.Event;
import ai.zavora.core.session.SessionKey;
import ai.zavora.core.session.SessionStore;
import ai.zavora.testing.MutableClock;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A real database, sessions in it, and the commands over it. */
abstract class SessionsFixture {
    static final String APP = "zavora-cli";
    static final String USER = "local-user";

    @TempDir
    Path folder;

    Path database;
    final MutableClock clock = MutableClock.fixed();

    @BeforeEach
    void place() {
        database = folder.resolve("sessions.db");
    }

    SessionStore store() {
        return SqliteStore.open("sqlite://" + database, folder, clock);
    }

    CliRun run(String... arguments) {
        return CliRun.in(folder)
                .env("ZAVORA_SESSION_BACKEND", "sqlite")
                .env("ZAVORA_SESSION_DB_URL", "sqlite://" + database)
                .run(arguments);
    }

    static JsonValue.Obj json(CliRun run) throws JsonException {
        assertThat(run.exitCode()).as(run.err()).isZero();
        return Json.parseObject(run.out());
    }

    static List<String> ids(JsonValue.Obj json, String member) {
        var ids = new ArrayList<String>();
        for (var item : json.array(member)) {
            ids.add(
                    item instanceof JsonValue.Str(var id)
                            ? id
                            : ((JsonValue.Obj) item).string("id").orElseThrow());
        }
        return ids;
    }

    /** Sessions s1, s2, … a minute apart, each with one turn that calls a tool. */
    void sessions(int count) {
        try (var store = store()) {
            for (var i = 1; i <= count; i++) {
                clock.advance(Duration.ofMinutes(1));
                var key = new SessionKey(APP, USER, "s" + i);
                store.open(key);
                store.append(key, 0, turn("question " + i, "answer " + i));
            }
        }
    }

    List<Event> turn(String question, String answer) {
        var input = JsonValue.object().put("zone", "UTC").build();
        var call = UUID.randomUUID().toString();
        return List.of(
                event(new Event.UserMessage(List.of(new Part.Text(question)))),
                event(assistant(new Part.ToolUse(call, "clock", input, Optional.empty()))),
                event(new Event.ToolDecision(call, "clock", "allowed", "reads only")),
                event(new Event.ToolStarted(new ToolCall(call, "clock", input))),
                event(new Event.ToolFinished(new Part.ToolOutput(
                        call, "clock", JsonValue.object().put("now", 7).build(), false))),
                event(assistant(new Part.Text(answer))),
                event(new Event.TurnCompleted()));
    }

    static Event.AssistantMessage assistant(Part part) {
        return new Event.AssistantMessage(List.of(part), StopReason.COMPLETE, Usage.NONE, "openai", "m");
    }

    Event event(Event.Body body) {
        return new Event(0, UUID.randomUUID().toString(), clock.instant(), "turn", body);
    }
}
