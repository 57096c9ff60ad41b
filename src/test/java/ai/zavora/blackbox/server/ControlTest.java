package ai.zavora.blackbox.server;

import static org.assertj.core.api.Assertions.assertThat;

import ai.zavora.testing.Fault;
import ai.zavora.testing.ServedAgent;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;

/** {@code server status} and {@code server stop}. */
final class ControlTest extends ServerTest {

    @Test
    void tellsWhetherAServerRunsAndStopsIt() throws InterruptedException, IOException {
        try (var agent = serve()) {
            var file = folder.resolve(".zavora/server.pid");
            assertThat(Files.getPosixFilePermissions(file)).isEqualTo(PosixFilePermissions.fromString("rw-------"));

            var status = program().run("server", "status");
            var json = program().run("server", "status", "--json", "--output-format", "json");
            var stopped = program().run("server", "stop");

            assertThat(status.exit()).as(status.err()).isZero();
            assertThat(status.out())
                    .startsWith("Running at " + agent.address() + " (pid "
                            + agent.program().pid());
            assertThat(json.lastJson().bool("running")).contains(true);
            assertThat(json.lastJson().string("address"))
                    .contains(agent.address().toString());
            assertThat(json.lastJson().integer("pid")).hasValue(agent.program().pid());
            assertThat(json.lastJson().integer("uptime_secs").orElseThrow()).isBetween(0L, 120L);
            assertThat(stopped.exit()).as(stopped.err()).isZero();
            assertThat(stopped.out()).isEqualTo("Stopped.\n");
            assertThat(agent.program().finish().exit()).isZero();
        }
        var after = program().run("server", "status");
        var again = program().run("server", "stop", "--json", "--output-format", "json");
        assertThat(after.exit()).isEqualTo(3);
        assertThat(after.out()).isEqualTo("Not running.\n");
        assertThat(again.exit()).isEqualTo(3);
        assertThat(again.lastJson().string("state")).contains("not_running");
    }

    @Test
    void aSecondServerWithTheSameFileIsRefused() throws InterruptedException {
        try (var agent = serve()) {
            var second = program().run("server", "serve", "--port", "0");
            assertThat(second.exit()).isEqualTo(42);
            assertThat(second.err()).contains(agent.address().toString(), "--pid-file");

            assertThat(program().run("server", "status").exit()).isZero();
            try (var other = serve("--pid-file", "other.pid")) {
                assertThat(other.get("/healthz").status()).isEqualTo(200);
            }
        }
    }

    @Test
    void whatAKilledServerLeftDoesNotCount() throws InterruptedException {
        try (var agent = serve()) {
            agent.program().signal("KILL");
            assertThat(agent.program().finish().exit()).isEqualTo(137);
        }
        assertThat(program().run("server", "status").exit()).isEqualTo(3);
        assertThat(program().run("server", "stop").exit()).isEqualTo(3);
        try (var agent = serve()) {
            assertThat(program().run("server", "status").out())
                    .contains(agent.address().toString());
        }
    }

    @Test
    void stoppingWaitsAsLongAsItIsTold() throws InterruptedException {
        model.reply(Fault.silenceBetweenEvents());
        try (var agent = serve("--drain-secs", "20")) {
            var asking = Sockets.post(agent, "/v1/ask", "application/json", "{\"prompt\":\"one\"}");
            model.awaitRequests(1);

            var told = program().run("server", "stop", "--wait", "0");
            agent.program().awaitOutput("Stopping");
            var status = program().run("server", "status");
            var waited = program().run("server", "stop", "--wait", "1");

            assertThat(told.exit()).as(told.err()).isZero();
            assertThat(told.out()).isEqualTo("Told to stop.\n");
            assertThat(waited.exit()).isEqualTo(42);
            assertThat(waited.err()).contains("had not ended after 1 s");
            assertThat(status.out()).startsWith("Stopping at ");
            // it was told once: a second signal would have cut the turn off
            asking.close();
            assertThat(program().run("server", "stop").exit()).isIn(0, 3);
            assertThat(agent.program().finish().exit()).isZero();
        }
    }

    @Test
    void tlsIsPartOfTheAddress() throws InterruptedException {
        var certificate = ai.zavora.testing.TestCertificate.create(folder);
        try (var agent = ServedAgent.startTrusting(
                certificate.pem(),
                program(),
                "--tls-cert",
                "ca.pem",
                "--tls-key",
                certificate.pemKey().toString())) {
            assertThat(program().run("server", "status").out())
                    .contains("https://127.0.0.1:" + agent.address().getPort());
        }
    }
}
