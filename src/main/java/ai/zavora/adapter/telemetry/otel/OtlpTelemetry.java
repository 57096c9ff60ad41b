package ai.zavora.adapter.telemetry.otel;

import ai.zavora.base.config.OtlpSettings;
import ai.zavora.base.json.JsonValue;
import ai.zavora.core.agent.Telemetry;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Telemetry for a collector. The threads of the program only put what happened into a bounded queue; one daemon thread
 * loads OpenTelemetry, makes spans, metrics and logs of it and sends them. A collector that is down, slow or wrong costs
 * the records and, at the end of the command, {@link Mailbox#FLUSH} at most.
 */
public final class OtlpTelemetry implements Telemetry {
    private final String session;
    private final InstantSource clock;
    private final Optional<OtlpTurn> turn;
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
        this(session, Optional.empty(), clock, new Mailbox(settings, run, warnings));
    }

    private OtlpTelemetry(String session, Optional<OtlpTurn> turn, InstantSource clock, Mailbox mailbox) {
        this.session = session;
        this.turn = turn;
        this.clock = clock;
        this.mailbox = mailbox;
    }

    @Override
    public void record(String event, JsonValue.Obj payload) {
        mailbox.put(new Mail.Recorded(clock.instant(), session, turn, event, payload));
    }

    @Override
    public OtlpTelemetry inSession(String sessionId) {
        return new OtlpTelemetry(sessionId, Optional.empty(), clock, mailbox);
    }

    /**
     * A watcher for the next turn of this session.
     *
     * @param author the name of the agent
     */
    public OtlpTurn turn(String author) {
        return new OtlpTurn(session, author, clock, mailbox);
    }

    /** The same destination, for records that belong to that turn; they are made before it is closed. */
    public OtlpTelemetry of(OtlpTurn turn) {
        return new OtlpTelemetry(turn.session(), Optional.of(turn), clock, mailbox);
    }

    @Override
    public void close() {
        mailbox.close(new Mail.End(clock.instant()));
    }
}
