package ai.zavora.testing;

import ai.zavora.base.json.JsonValue;
import ai.zavora.core.agent.Telemetry;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Telemetry that keeps its records for the test to look at. Safe for use from several threads. */
public final class RecordedTelemetry implements Telemetry {
    private final List<Recorded> records;
    private final String session;

    /** Telemetry without records yet. */
    public RecordedTelemetry() {
        this(new CopyOnWriteArrayList<>(), "");
    }

    private RecordedTelemetry(List<Recorded> records, String session) {
        this.records = records;
        this.session = session;
    }

    /** What was recorded so far, in order, in all sessions. */
    public List<Recorded> records() {
        return List.copyOf(records);
    }

    @Override
    public void record(String event, JsonValue.Obj payload) {
        records.add(new Recorded(session, event, payload));
    }

    @Override
    public Telemetry inSession(String sessionId) {
        return new RecordedTelemetry(records, sessionId);
    }

    @Override
    public void close() {}

    /** One record; the session is empty unless {@link Telemetry#inSession} set one. */
    public record Recorded(String session, String event, JsonValue.Obj payload) {}
}
