package ai.zavora.surface.server;

import ai.zavora.base.json.Json;
import ai.zavora.base.protocol.headless.HeadlessDocuments;
import ai.zavora.core.headless.Line;
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
    private long sequence;

    TurnEvents(HeadlessDocuments.Run run, InstantSource clock, EventWriter out) {
        this.run = run;
        this.clock = clock;
        this.out = out;
    }

    /** Sends all from a place on, to the end of the turn. */
    void follow(TurnLog log, TurnLog.Position from) throws IOException, InterruptedException {
        send(Optional.empty(), Line.init());
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
