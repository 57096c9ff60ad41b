package ai.zavora.crash;

import static org.assertj.core.api.Assertions.assertThat;

import ai.zavora.base.json.JsonValue;
import ai.zavora.core.session.SessionKey;
import ai.zavora.testing.Launcher;
import ai.zavora.testing.ModelServer;
import ai.zavora.testing.Reply;
import ai.zavora.testing.Scripted;
import ai.zavora.testing.SentRequest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The packaged program killed during turns with its own tools. */
@Tag("blackbox")
final class ProgramKillTest {
    private static final SessionKey KEY = new SessionKey("zavora-cli", "local-user", "s1");
    private static final int KILLS = 20;
    private static final int REQUESTS = 6;

    @TempDir
    Path home;

    private final AtomicInteger calls = new AtomicInteger();
    private volatile boolean last;

    @Test
    void nothingStaysOpen() throws Exception {
        var seed = ThreadLocalRandom.current().nextLong(1_000_000);
        var random = new Random(seed);
        try (var server = ModelServer.start().answering(this::answer)) {
            var program = Launcher.in(home).withModel(server);
            for (var kill = 0; kill < KILLS; kill++) {
                try (var running = program.start(ask("turn " + kill))) {
                    server.awaitRequests(server.requests().size() + random.nextInt(REQUESTS));
                    LockSupport.parkNanos(Duration.ofMillis(random.nextInt(30)).toNanos());
                    running.signal("KILL");
                    running.finish();
                }
            }
            last = true;
            var end = program.run(ask("last turn"));

            assertThat(end.exit()).as(end.err()).isZero();
            assertThat(end.out()).isEqualTo("done\n");
            var database = home.resolve(".zavora/sessions.db");
            Findings.assertSound(database);
            var found = Findings.read(database, KEY, Files.createFile(home.resolve("no-effects")));
            assertThat(found.aborted())
                    .as("kills that met an open turn, seed %d", seed)
                    .isGreaterThan(KILLS / 4);
            found.assertOneOutcomeEach();
        }
    }

    private static String[] ask(String prompt) {
        return new String[] {"ask", "--session-backend", "sqlite", "--session-id", KEY.id(), prompt};
    }

    private Scripted answer(SentRequest request) {
        if (last) {
            return Reply.text("done");
        }
        return Reply.toolUses(call("current_unix_time"), call("release_template"), call("current_unix_time"));
    }

    private Reply.Call call(String tool) {
        return Reply.Call.of("call-" + calls.incrementAndGet(), tool, JsonValue.Obj.EMPTY);
    }
}
