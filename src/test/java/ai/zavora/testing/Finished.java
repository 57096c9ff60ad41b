package ai.zavora.testing;

import ai.zavora.base.json.Json;
import ai.zavora.base.json.JsonException;
import ai.zavora.base.json.JsonValue;
import java.time.Duration;
import java.util.List;

/**
 * What a process left behind.
 *
 * @param exit its exit code; 128 and the signal's number when a signal ended it
 * @param out all of its standard output, read as UTF-8
 * @param err all of its standard error, read as UTF-8
 * @param took from its start to its end
 */
public record Finished(int exit, String out, String err, Duration took) {

    /** The lines of standard output. */
    public List<String> lines() {
        return out.lines().toList();
    }

    /**
     * The lines of standard output as JSON objects.
     *
     * @throws AssertionError when one of them is none
     */
    public List<JsonValue.Obj> jsonLines() {
        return out.lines().map(Finished::json).toList();
    }

    /** The last line of standard output as a JSON object. */
    public JsonValue.Obj lastJson() {
        var lines = jsonLines();
        if (lines.isEmpty()) {
            throw new AssertionError("nothing on standard output; standard error: " + err);
        }
        return lines.getLast();
    }

    private static JsonValue.Obj json(String line) {
        try {
            return Json.parseObject(line);
        } catch (JsonException e) {
            throw new AssertionError("not a JSON object: " + line, e);
        }
    }
}
