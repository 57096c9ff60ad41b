package ai.zavora.blackbox.server;

import ai.zavora.base.json.Json;
import ai.zavora.base.json.JsonException;
import ai.zavora.base.json.JsonValue;
import java.util.ArrayList;
import java.util.List;

/** Reads streams of server-sent events. */
final class Events {
    private Events() {}

    record Event(String id, String name, JsonValue.Obj data) {}

    static List<Event> of(String stream) {
        var events = new ArrayList<Event>();
        for (var block : stream.split("\n\n")) {
            var id = "";
            var name = "";
            var data = "";
            for (var line : block.split("\n")) {
                if (line.startsWith("id: ")) {
                    id = line.substring(4);
                } else if (line.startsWith("event: ")) {
                    name = line.substring(7);
                } else if (line.startsWith("data: ")) {
                    data = line.substring(6);
                }
            }
            if (!data.isEmpty()) {
                events.add(new Event(id, name, parsed(data)));
            }
        }
        return events;
    }

    private static JsonValue.Obj parsed(String data) {
        try {
            return Json.parseObject(data);
        } catch (JsonException e) {
            throw new AssertionError("no JSON object: " + data, e);
        }
    }

    /** What the model said in these. */
    static String text(List<Event> events) {
        var text = new StringBuilder();
        for (var event : events) {
            if (event.name().equals("message")) {
                text.append(event.data()
                        .object("data")
                        .orElseThrow()
                        .string("delta")
                        .orElseThrow());
            }
        }
        return text.toString();
    }
}
