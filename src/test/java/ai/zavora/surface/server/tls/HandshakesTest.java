package ai.zavora.surface.server.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.zavora.base.network.TlsTrust;
import ai.zavora.testing.TestCertificate;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
final class HandshakesTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final InetAddress LOOPBACK = InetAddress.ofLiteral("127.0.0.1");

    @TempDir
    Path folder;

    private TestCertificate certificate;
    private Handshakes handshakes;

    @BeforeEach
    void prepare() {
        certificate = TestCertificate.create(folder);
        handshakes = new Handshakes(certificate.context(), PATIENCE);
    }

    private SSLSocket secured(Socket plain) throws IOException {
        return (SSLSocket)
                handshakes.bounded().getSocketFactory().createSocket(plain, InputStream.nullInputStream(), true);
    }

    private void closeLate(Duration later) {
        handshakes.closeLate(System.nanoTime() + later.toNanos());
    }

    @Test
    void endsAHandshakeThatIsLate() throws IOException {
        try (var listening = new ServerSocket(0, 1, LOOPBACK);
                var silent = new Socket(LOOPBACK, listening.getLocalPort());
                var plain = listening.accept();
                var server = secured(plain)) {
            closeLate(PATIENCE.dividedBy(2));
            assertThat(plain.isClosed()).isFalse();

            closeLate(PATIENCE.plusSeconds(1));

            assertThat(plain.isClosed()).isTrue();
            assertThat(silent.getInputStream().read()).isNegative();
            assertThatThrownBy(server::startHandshake).isInstanceOf(IOException.class);
        }
    }

    @Test
    void leavesAConnectionAloneOnceHandsAreShaken() throws Exception {
        var shaken = new CompletableFuture<String>();
        try (var listening = new ServerSocket(0, 1, LOOPBACK);
                var client = (SSLSocket) TlsTrust.context(Optional.of(certificate.pem()))
                        .getSocketFactory()
                        .createSocket(LOOPBACK, listening.getLocalPort());
                var plain = listening.accept();
                var server = secured(plain)) {
            Thread.ofVirtual().start(() -> {
                try {
                    client.startHandshake();
                    shaken.complete(client.getSession().getProtocol());
                } catch (IOException e) {
                    shaken.completeExceptionally(e);
                }
            });
            server.startHandshake();
            assertThat(shaken.get()).isEqualTo("TLSv1.3");
            assertThat(server.getEnabledProtocols()).containsExactlyInAnyOrder("TLSv1.2", "TLSv1.3");

            // the system tells of the end on a thread of its own
            while (handshakes.underWay() > 0) {
                Thread.onSpinWait();
            }
            closeLate(PATIENCE.multipliedBy(2));

            assertThat(plain.isClosed()).isFalse();
        }
    }
}
