package ai.zavora.base.protocol.headless;

import ai.zavora.base.json.JsonValue;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/** The documents of schema {@value #SCHEMA}: one for {@code json}, one for each line of {@code stream-json}. */
public final class HeadlessDocuments {

    public static final String SCHEMA = "zavora.headless.v1";

    private HeadlessDocuments() {}

    /**
     * What a run was about.
     *
     * @param command the command's label, for example {@code ask}
     */
    public record Run(String command, String sessionId) {}

    /** An answer and where it came from. */
    public record Answer(String provider, String model, String response, RunStats stats) {}

    /** The one document of a successful {@code json} run. */
    public static JsonValue.Obj result(Run run, Answer answer) {
        return JsonValue.object()
                .put("schema_version", SCHEMA)
                .put("type", "result")
                .put("success", true)
                .put("exit_code", 0)
                .put("command", run.command())
                .put("session_id", run.sessionId())
                .put("provider", answer.provider())
                .put("model", answer.model())
                .put("response", answer.response())
                .put("stats", answer.stats().toJson())
                .build();
    }

    /**
     * The one document of a failed {@code json} run.
     *
     * @param run empty when it failed before that was known
     */
    public static JsonValue.Obj error(Optional<Run> run, Failure failure) {
        return JsonValue.object()
                .put("schema_version", SCHEMA)
                .put("type", "error")
                .put("success", false)
                .putOrNull("command", run.map(Run::command))
                .putOrNull("session_id", run.map(Run::sessionId))
                .put("error", failure.toJson())
                .build();
    }

    /**
     * One line of {@code stream-json}.
     *
     * @param sequence from 0, without gaps
     */
    public static JsonValue.Obj line(long sequence, Instant at, Optional<Run> run, String type, JsonValue.Obj data) {
        return JsonValue.object()
                .put("schema_version", SCHEMA)
                .put("sequence", sequence)
                .put("timestamp", at.truncatedTo(ChronoUnit.MILLIS).toString())
                .put("type", type)
                .putOrNull("command", run.map(Run::command))
                .putOrNull("session_id", run.map(Run::sessionId))
                .put("data", data)
                .build();
    }

    /** The data of the last line of a successful run. */
    public static JsonValue.Obj resultData(Answer answer) {
        return JsonValue.object()
                .put("success", true)
                .put("exit_code", 0)
                .put("response", answer.response())
                .put("provider", answer.provider())
                .put("model", answer.model())
                .put("stats", answer.stats().toJson())
                .build();
    }

    /** The data of the last line of a failed run. */
    public static JsonValue.Obj fatalErrorData(Failure failure) {
        return JsonValue.object()
                .put("fatal", true)
                .put("success", false)
                .put("error", failure.toJson())
                .build();
    }
}
