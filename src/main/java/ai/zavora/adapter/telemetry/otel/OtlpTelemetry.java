package ai.zavora.adapter.telemetry.otel;

import ai.zavora.base.config.OtlpSettings;
import ai.zavora.base.json.JsonValue;
import ai.zavora.core.agent.Telemetry;
import java.time.InstantSource;
import java.util.function.Consumer;

/**
 * Telemetry for a collector. The threads of the program only put what happened into a bounded queue; one daemon thread
 * loads OpenTelemetry, makes spans, metrics and logs of it and sends them. A collector that is down, slow or wrong costs
 * the records and, at the end of the command, {@link Mailbox#FLUSH} at most.
 */
public final class OtlpTelemetry implements Telemetry {
    private final String session;
    private final InstantSource clock;
    private final Mailbox mailbox;

    /**
     * Starts the thread.
     *
     * @param session the session of records that name none
     * @param warnings told when records do not arrive: by {@link #close} once; of a server, from another thread, when that
     *     begins, once an hour at most, and by {@link #close} how many they were
     */
    public OtlpTelemetry(
            OtlpSettings settings, CommandRun run, String session, InstantSource clock, Consumer<String> warnings) {
        this(session, clock, new Mailbox(settings, run, warnings));
    }

    private OtlpTelemetry(String session, InstantSource clock, Mailbox mailbox) {
        this.session = session;
        this.clock = clock;
        this.mailbox = mailbox;
    }

    @Override
    public void record(String event, JsonValue.Obj payload) {
        mailbox.put(new Mail.Recorded(clock.instant(), session, event, payload));
    }

    @Override
    public OtlpTelemetry inSession(String sessionId) {
        return new OtlpTelemetry(sessionId, clock, mailbox);
    }

    /**
     * A watcher for the next turn of this session.
     *
     * @param author the name of the agent
     */
    public OtlpTurn turn(String author) {
        return new OtlpTurn(session, author, clock, mailbox);
    }

    @Override
    public void close() {
        mailbox.close(new Mail.End(clock.instant()));
    }
}
