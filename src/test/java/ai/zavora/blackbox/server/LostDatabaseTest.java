package ai.zavora.blackbox.server;

import static org.assertj.core.api.Assertions.assertThat;

import ai.zavora.testing.Gate;
import ai.zavora.testing.Reply;
import ai.zavora.testing.ServedAgent;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Somebody removes or replaces the session database while the server runs. */
final class LostDatabaseTest extends ServerTest {
    private static final String ASK = "/v1/ask";
    private static final String ONE = "{\"prompt\":\"one\",\"session_id\":\"s1\"}";
    private static final String TWO = "{\"prompt\":\"two\",\"session_id\":\"s1\"}";

    @Test
    void noTurnIsAnsweredWithoutIt() throws Exception {
        try (var agent = serve()) {
            assertThat(agent.post(ASK, ONE).status()).isEqualTo(200);
            for (var file : files()) {
                Files.delete(file);
            }

            assertRefuses(agent);
        }
    }

    @Test
    void norWithAnotherInItsPlaceAndItsReturnMendsAll() throws Exception {
        var aside = Files.createDirectory(folder.resolve("aside"));
        try (var agent = serve()) {
            assertThat(agent.post(ASK, ONE).status()).isEqualTo(200);
            move(files(), aside);
            var other = program().with("ZAVORA_SESSION_BACKEND", "sqlite").run("ask", "--session-id", "other", "hi");
            assertThat(other.exit()).as(other.err()).isZero();

            assertRefuses(agent);

            for (var file : files()) {
                Files.delete(file);
            }
            try (var kept = Files.list(aside)) {
                move(kept.toList(), folder.resolve(".zavora"));
            }
            assertThat(agent.get("/readyz").status()).isEqualTo(200);
            assertThat(agent.post(ASK, TWO).status()).isEqualTo(200);
            assertThat(model.lastRequest().bodyText()).contains("one").contains("two");
            assertThat(agent.stop().exit()).isZero();
        }
    }

    @Test
    void itsLogCountsToo() throws Exception {
        try (var agent = serve()) {
            assertThat(agent.post(ASK, ONE).status()).isEqualTo(200);
            Files.delete(folder.resolve(".zavora/sessions.db-wal"));

            assertRefuses(agent);
        }
    }

    /** As on a volume of its own: SQLite keeps the log beside what the link leads to. */
    @ParameterizedTest
    @ValueSource(strings = {"data/real.db-wal", "data/real.db", ".zavora/sessions.db"})
    void soDoesWhatALinkLeadsTo(String lost) throws Exception {
        var real = Files.createDirectories(folder.resolve("data")).resolve("real.db");
        Files.createFile(real, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.createSymbolicLink(
                Files.createDirectories(folder.resolve(".zavora")).resolve("sessions.db"), Path.of("../data/real.db"));
        try (var agent = serve()) {
            assertThat(agent.post(ASK, ONE).status()).isEqualTo(200);
            Files.delete(folder.resolve(lost));

            assertRefuses(agent);
        }
    }

    @Test
    void aTurnThatRunsMeanwhileIsNotAcknowledged() throws Exception {
        var gate = new Gate();
        var aside = Files.createDirectory(folder.resolve("aside"));
        model.reply(Reply.text("first ").thenWaitFor(gate).thenText("last"));
        try (var agent = serve();
                var asking = Sockets.post(agent, ASK, "application/json", ONE)) {
            gate.awaitReached();
            move(files(), aside);
            gate.open();

            assertThat(asking.awaitLine("HTTP/1.1 ")).contains(" 500 ");
            assertThat(asking.rest()).contains("\"category\":\"SESSION\"").doesNotContain("last");
        }
    }

    private void assertRefuses(ServedAgent agent) throws InterruptedException {
        var ready = agent.get("/readyz");
        assertThat(ready.status()).as(ready.text()).isEqualTo(503);
        var store = ready.json().object("checks").orElseThrow().object("store").orElseThrow();
        assertThat(store.string("problem").orElseThrow()).contains("removed or replaced");

        var before = model.requests().size();
        var answer = agent.post(ASK, TWO);
        assertThat(answer.status()).as(answer.text()).isEqualTo(500);
        assertThat(answer.json().string("category")).contains("SESSION");
        assertThat(answer.json().string("message").orElseThrow()).contains("removed or replaced");
        assertThat(answer.text()).doesNotContain(folder.toString());
        assertThat(model.requests()).hasSize(before);
        assertThat(agent.get("/healthz").status()).isEqualTo(200);
        agent.program().awaitError("\"problem\":\"store_lost\"");
    }

    private List<Path> files() throws IOException {
        try (var files = Files.list(folder.resolve(".zavora"))) {
            return files.filter(file -> file.getFileName().toString().startsWith("sessions.db"))
                    .toList();
        }
    }

    private static void move(List<Path> files, Path target) throws IOException {
        for (var file : files) {
            Files.move(file, target.resolve(file.getFileName()));
        }
    }
}
