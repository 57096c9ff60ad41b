package ai.zavora.blackbox.server;

import static org.assertj.core.api.Assertions.assertThat;

import ai.zavora.testing.ServedAgent;
import org.junit.jupiter.api.Test;

/** Where requests may come from, byte by byte. */
final class OriginsTest extends ServerTest {

    private static String status(ServedAgent agent, String line, String fields) {
        try (var call = Sockets.open(agent, line + " HTTP/1.1\r\n" + fields + "\r\n")) {
            return call.awaitLine("HTTP/1.1 ").substring("HTTP/1.1 ".length(), "HTTP/1.1 200".length());
        }
    }

    @Test
    void onlyRequestsMeantForTheServerPass() throws InterruptedException {
        try (var agent = serve("--allowed-host", "agent.example.org", "--allowed-host", "other.example.org")) {
            var own = agent.address().getAuthority();

            assertThat(status(agent, "GET /healthz", "Host: " + own + "\r\n")).isEqualTo("200");
            assertThat(status(agent, "GET /healthz", "Host: agent.example.org\r\n"))
                    .isEqualTo("200");
            assertThat(status(agent, "GET /healthz", "Host: other.example.org.\r\n"))
                    .isEqualTo("200");
            assertThat(status(agent, "GET /healthz", "Host: evil.example\r\n")).isEqualTo("403");
            assertThat(status(agent, "GET /healthz", "")).isEqualTo("400");
            assertThat(status(agent, "GET /healthz", "Host: " + own + "\r\nHost: " + own + "\r\n"))
                    .isEqualTo("400");
            assertThat(status(agent, "GET http://" + own + "/healthz", "Host: " + own + "\r\n"))
                    .isEqualTo("200");
            assertThat(status(agent, "GET http://evil.example/healthz", "Host: " + own + "\r\n"))
                    .isEqualTo("403");
            assertThat(status(agent, "GET /healthz", "Host: " + own + "\r\nOrigin: http://" + own + "\r\n"))
                    .isEqualTo("200");
            assertThat(status(agent, "GET /healthz", "Host: " + own + "\r\nOrigin: null\r\n"))
                    .isEqualTo("403");
            assertThat(status(agent, "GET /healthz", "Host: " + own + "\r\nSec-Fetch-Site: cross-site\r\n"))
                    .isEqualTo("403");
        }
    }

    @Test
    void anAllowedHostThatIsNoneStopsTheStart() throws InterruptedException {
        var ended = program().run("server", "serve", "--port", "0", "--allowed-host", "https://a.example");

        assertThat(ended.exit()).isEqualTo(42);
        assertThat(ended.err()).contains("--allowed-host agent.example.org");
    }
}
