package ai.zavora.surface.server.http;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.zavora.surface.server.wire.ApiRequest;
import ai.zavora.surface.server.wire.ApiResponse;
import ai.zavora.surface.server.wire.RequestHandler;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** How listening begins. */
final class HttpServerTest {

    private static HttpServer server(int port) {
        var address = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
        var listening = new Listening(address, Optional.empty(), Duration.ZERO, Duration.ofSeconds(5));
        return new HttpServer(listening, ConnectionLimits.DEFAULT, new Unasked(), new HttpServer.Watcher() {
            @Override
            public void notice(String text) {}

            @Override
            public void lost() {}
        });
    }

    @Test
    void aStopWhileItBeginsIsNotTakenForAnAddressThatCannotBeListenedOn() {
        try (var server = server(0)) {
            Thread.currentThread().interrupt();

            assertThatThrownBy(server::start).isInstanceOf(InterruptedException.class);
        }
    }

    @Test
    void anAddressThatIsTakenIsToldAsSuch() throws IOException {
        try (var taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                var server = server(taken.getLocalPort())) {
            assertThatThrownBy(server::start).isInstanceOf(IllegalStateException.class);
        }
    }

    /** Nobody asks these servers anything. */
    private static final class Unasked implements RequestHandler {
        @Override
        public Answer answer(ApiRequest request) {
            throw new AssertionError("asked for " + request);
        }

        @Override
        public ApiResponse.Whole broken(ApiRequest request, RuntimeException thrown) {
            throw new AssertionError(thrown);
        }

        @Override
        public void sent(ApiRequest request, Sent sent) {}

        @Override
        public ApiResponse.Whole malformed(String id, int status) {
            throw new AssertionError("status " + status);
        }

        @Override
        public String newId() {
            return "id";
        }
    }
}
