package ai.zavora.app;

import ai.zavora.base.json.Json;
import ai.zavora.base.json.JsonValue;
import java.io.PrintStream;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;

/** What stands on the standard error of a server: one JSON object a line. Safe for use from several threads. */
final class OperatorLog {
    private final PrintStream err;
    private final InstantSource clock;

    OperatorLog(PrintStream err, InstantSource clock) {
        this.err = err;
        this.clock = clock;
    }

    /** A line to be completed; it begins with the time. */
    JsonValue.ObjectBuilder line() {
        return JsonValue.object()
                .put("ts", clock.instant().truncatedTo(ChronoUnit.MILLIS).toString());
    }

    void write(JsonValue.ObjectBuilder line) {
        err.println(Json.write(line.build()));
    }

    /** Something that happened aside from all requests. */
    void notice(String text) {
        write(line().put("notice", text));
    }
}
