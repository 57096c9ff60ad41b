package ai.zavora.adapter.store.sqlite;

import static org.assertj.core.api.Assertions.assertThat;

import ai.zavora.base.json.JsonValue;
import ai.zavora.core.llm.Part;
import ai.zavora.core.llm.Role;
import ai.zavora.core.session.Event;
import ai.zavora.core.session.SessionKey;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Whatever order calls, results, texts and summaries came in, a model accepts the history. */
final class LegacyHistoryTest {
    private static final Instant START = Instant.parse("2026-03-01T10:00:00Z");
    private static final List<String> ROLES = List.of("user", "model", "function", "tool", "system");

    @Test
    void everyHistoryIsValid() throws Exception {
        var calls = 0;
        for (var seed = 0; seed < 3000; seed++) {
            var random = new Random(seed);
            var tally = new LegacyTally(List.of());
            var finished = new ArrayList<Event>();
            var events = new LegacyEvents(new SessionKey("app", "u", "s"), START, tally, finished::add);
            var rows = 1 + random.nextInt(12);
            for (var i = 0; i < rows; i++) {
                events.add(row(random, i));
            }
            events.finish();
            assertThat(finished.stream().filter(LegacyHistoryTest::isRow)).hasSize(rows);
            assertValid(finished, seed);
            calls += tally.counts().parts().getOrDefault("call", 0L).intValue();
        }
        assertThat(calls).isGreaterThan(3000);
    }

    private static boolean isRow(Event event) {
        return event.body() instanceof Event.Imported imported
                && imported.original().get("synthesized").isEmpty();
    }

    private static LegacyRow row(Random random, int number) {
        var parts = new ArrayList<JsonValue>();
        for (var n = random.nextInt(4); n > 0; n--) {
            parts.add(part(random));
        }
        var content = JsonValue.object()
                .put("role", ROLES.get(random.nextInt(ROLES.size())))
                .put("parts", JsonValue.array(parts))
                .build();
        var actions = JsonValue.object();
        if (random.nextInt(8) == 0) {
            var end = START.plusSeconds(random.nextInt(number + 1));
            actions.put(
                    "compaction",
                    JsonValue.object()
                            .put("end_timestamp", end.toString())
                            .put("compacted_content", content)
                            .build());
        }
        var original = JsonValue.object()
                .put("id", "e" + number)
                .put("author", "a")
                .put("llm_response", JsonValue.object().put("content", content).build())
                .put("actions", actions.build())
                .build();
        // some rows share a time
        return new LegacyRow(original, Optional.of(START.plusSeconds(number / 2)), false);
    }

    private static JsonValue part(Random random) {
        var name = random.nextBoolean() ? "x" : "y";
        var part = JsonValue.object();
        switch (random.nextInt(5)) {
            case 0 -> part.put("text", random.nextInt(4) == 0 ? " " : "words");
            case 1 -> part.put("thinking", "hm");
            case 2 -> part.put("mime_type", "image/png").put("data", JsonValue.array(List.of(JsonValue.of(1L))));
            case 3 -> part.put("name", name).put("args", JsonValue.Obj.EMPTY);
            default ->
                part.put(
                        "functionResponse",
                        JsonValue.object()
                                .put("name", name)
                                .put("response", JsonValue.Obj.EMPTY)
                                .build());
        }
        if (random.nextBoolean()) {
            part.put("id", "c" + random.nextInt(3));
        }
        return part.build();
    }

    /** As the agent shows it: the newest summary, then what it does not cover, neighbours of one role joined. */
    private static void assertValid(List<Event> events, int seed) {
        var covered = 0L;
        Optional<Role> last = Optional.empty();
        for (var event : events) {
            if (event.body() instanceof Event.Compaction(var _, var through, var _)) {
                covered = through;
                last = Optional.of(Role.USER);
            }
        }
        var asked = new HashSet<String>();
        var waiting = new HashSet<String>();
        for (var event : events) {
            if (event.seq() <= covered
                    || !(event.body() instanceof Event.Imported imported)
                    || imported.parts().isEmpty()) {
                continue;
            }
            var what = "seed " + seed + " entry " + event.seq() + " of " + events;
            if (imported.role() == Role.USER
                    || (imported.role() == Role.ASSISTANT && !last.equals(Optional.of(Role.ASSISTANT)))) {
                assertThat(waiting).as(what).isEmpty();
            }
            assertThat(last.isPresent() || imported.role() == Role.USER)
                    .as(what)
                    .isTrue();
            last = Optional.of(imported.role());
            for (var part : imported.parts()) {
                switch (part) {
                    case Part.ToolUse use -> {
                        assertThat(imported.role()).as(what).isEqualTo(Role.ASSISTANT);
                        assertThat(asked.add(use.id()) && waiting.add(use.id()))
                                .as(what)
                                .isTrue();
                    }
                    case Part.ToolOutput output -> {
                        assertThat(imported.role()).as(what).isEqualTo(Role.TOOL);
                        assertThat(waiting.remove(output.callId())).as(what).isTrue();
                    }
                    case Part.Text _, Part.Image _, Part.Reasoning _ ->
                        assertThat(imported.role()).as(what).isNotEqualTo(Role.TOOL);
                }
            }
        }
        assertThat(waiting).as("seed " + seed + " " + events).isEmpty();
    }
}
