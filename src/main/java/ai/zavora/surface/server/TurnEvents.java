package ai.zavora.surface.server;

import ai.zavora.base.config.GuardrailSettings;
import ai.zavora.base.json.Json;
import ai.zavora.base.json.JsonValue;
import ai.zavora.base.protocol.headless.HeadlessDocuments;
import ai.zavora.core.headless.Line;
import ai.zavora.core.llm.GuardedModelClient;
import ai.zavora.surface.server.turn.TurnLog;
import ai.zavora.surface.server.wire.EventWriter;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;

/** Sends what a turn says as server-sent events, each a line of the headless protocol. */
final class TurnEvents {
    /** Proxies close connections on which nothing comes for long. */
    private static final Duration SIGN_OF_LIFE = Duration.ofSeconds(15);

    private final HeadlessDocuments.Run run;
    private final InstantSource clock;
    private final EventWriter out;
    private final Line opening;
    private long sequence;

    /** @param opening the line before all others */
    TurnEvents(HeadlessDocuments.Run run, Line opening, InstantSource clock, EventWriter out) {
        this.run = run;
        this.opening = opening;
        this.clock = clock;
        this.out = out;
    }

    /**
     * The line that events begin with.
     *
     * @param output where it holds answers back until they are known to be allowed, the line says so; what else happens
     *     in a turn is told as it happens nevertheless
     */
    static Line opening(GuardrailSettings.Mode output) {
        var init = Line.init();
        if (!GuardedModelClient.buffers(output)) {
            return init;
        }
        var data = JsonValue.object();
        init.data().members().forEach(data::put);
        return new Line(init.type(), data.put("buffered", true).build());
    }

    /** Sends all from a place on, to the end of the turn. */
    void follow(TurnLog log, TurnLog.Position from) throws IOException, InterruptedException {
        send(Optional.empty(), opening);
        var batch = log.read(from, SIGN_OF_LIFE);
        while (true) {
            for (var piece : batch.pieces()) {
                send(piece.id(), piece.line());
            }
            if (batch.ended()) {
                return;
            }
            if (batch.pieces().isEmpty()) {
                out.comment();
            }
            batch = log.read(batch.next(), SIGN_OF_LIFE);
        }
    }

    private void send(Optional<String> id, Line line) throws IOException {
        var document = HeadlessDocuments.line(sequence++, clock.instant(), Optional.of(run), line.type(), line.data());
        out.event(id, Optional.of(line.type()), Json.write(document));
    }
}
