package ai.zavora.blackbox.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.zavora.base.network.TlsTrust;
import ai.zavora.testing.Fault;
import ai.zavora.testing.Launcher;
import ai.zavora.testing.ModelServer;
import ai.zavora.testing.ServedAgent;
import ai.zavora.testing.TestCertificate;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.Optional;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code --tls-cert} and {@code --tls-key}. */
final class TlsTest extends ServerTest {
    @TempDir
    private static Path sharedFolder;

    private static ModelServer sharedModel;
    private static TestCertificate sharedCertificate;
    /** For tests that need neither its end nor all it said, nor a model that does what no other test wants. */
    private static ServedAgent shared;

    @BeforeAll
    static void serveToMany() throws InterruptedException {
        sharedModel = ModelServer.start();
        sharedCertificate = TestCertificate.create(sharedFolder);
        shared = serveSecurely(Launcher.in(sharedFolder).withModel(sharedModel), sharedCertificate);
    }

    @AfterAll
    static void stopServing() {
        try (var _ = sharedModel) {
            shared.close();
        }
    }

    private ServedAgent serveSecurely(TestCertificate certificate) throws InterruptedException {
        return serveSecurely(program(), certificate);
    }

    private static ServedAgent serveSecurely(Launcher program, TestCertificate certificate)
            throws InterruptedException {
        return ServedAgent.startTrusting(
                certificate.pem(),
                program,
                "--tls-cert",
                certificate.pem().toString(),
                "--tls-key",
                certificate.pemKey().toString());
    }

    private static SSLSocket connect(ServedAgent agent, TestCertificate certificate)
            throws IOException, GeneralSecurityException {
        var factory = TlsTrust.context(Optional.of(certificate.pem())).getSocketFactory();
        var socket =
                (SSLSocket) factory.createSocket("127.0.0.1", agent.address().getPort());
        socket.setSoTimeout(30_000);
        return socket;
    }

    @Test
    void answersOverTls() throws InterruptedException {
        try (var agent = serveSecurely(TestCertificate.create(folder))) {
            var answer = agent.post("/v1/ask", "{\"prompt\":\"hi\"}");

            assertThat(agent.address().getScheme()).isEqualTo("https");
            assertThat(answer.status()).as(answer.text()).isEqualTo(200);
            assertThat(((HttpResponse<?>) answer.response())
                            .sslSession()
                            .orElseThrow()
                            .getProtocol())
                    .isEqualTo("TLSv1.3");
            assertThat(agent.stop().exit()).isZero();
            assertThat(agent.program().err()).doesNotContain("notice");
        }
    }

    @Test
    void connectionsThatAreOverLeaveNothingOpen() throws Exception {
        var certificate = TestCertificate.create(folder);
        try (var agent = serveSecurely(certificate)) {
            assertThat(agent.get("/healthz").status()).isEqualTo(200);
            var before = descriptors(agent);
            for (var i = 0; i < 30; i++) {
                try (var socket = connect(agent, certificate)) {
                    if (i % 3 == 0) {
                        socket.getOutputStream()
                                .write("GET /healthz HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n"
                                        .getBytes(StandardCharsets.US_ASCII));
                        assertThat(new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII))
                                .startsWith("HTTP/1.1 200");
                    } else if (i % 3 == 1) {
                        socket.startHandshake();
                    }
                }
            }

            var deadline = System.nanoTime() + Duration.ofSeconds(20).toNanos();
            while (descriptors(agent) > before + 10 && System.nanoTime() < deadline) {
                Thread.sleep(50);
            }
            assertThat(descriptors(agent)).isLessThanOrEqualTo(before + 10);
        }
    }

    private static long descriptors(ServedAgent agent) throws IOException {
        try (var all = Files.list(Path.of("/proc/" + agent.program().pid() + "/fd"))) {
            return all.count();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1", "TLSv1.1", "TLSv1.2"})
    void takesTls12AndNothingOlder(String protocol) throws Exception {
        try (var socket = connect(shared, sharedCertificate)) {
            socket.setEnabledProtocols(new String[] {protocol});
            if (protocol.equals("TLSv1.2")) {
                socket.startHandshake();
                assertThat(socket.getSession().getProtocol()).isEqualTo(protocol);
            } else {
                assertThatThrownBy(socket::startHandshake).isInstanceOf(SSLException.class);
            }
        }
    }

    @Test
    void plainHttpIsRefusedAtOnceAndQuietly() throws InterruptedException {
        try (var agent = serveSecurely(TestCertificate.create(folder))) {
            try (var call = Sockets.open(agent, "GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n")) {
                assertThat(call.isRefused()).isTrue();
            }

            assertThat(agent.get("/healthz").status()).isEqualTo(200);
            agent.stop();
            assertThat(agent.program().err()).doesNotContain("Exception", "\tat ");
        }
    }

    @Test
    void aCallerWhoLeavesCancelsTheTurn() throws Exception {
        sharedModel.reply(Fault.silenceBetweenEvents());
        var json = "{\"prompt\":\"one\"}";
        var head = "POST /v1/ask HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: "
                + json.length() + "\r\n\r\n";
        try (var socket = connect(shared, sharedCertificate)) {
            socket.getOutputStream().write((head + json).getBytes(StandardCharsets.US_ASCII));
            sharedModel.awaitRequests(1);
        }

        assertThat(sharedModel.lastRequest().awaitClientClosedEarly(Duration.ofSeconds(10)))
                .isTrue();
    }

    @Test
    void warnsOfAKeyThatOthersCanRead() throws InterruptedException, IOException {
        var certificate = TestCertificate.create(folder);
        var key = certificate.pemKey();
        Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-r--r--"));
        try (var agent = ServedAgent.startTrusting(
                certificate.pem(),
                program(),
                "--tls-cert",
                certificate.pem().toString(),
                "--tls-key",
                key.toString())) {
            agent.stop();
            assertThat(agent.program().err()).contains("open to other users: run `chmod 600 " + key + "`");
        }
    }

    @ParameterizedTest
    @CsvSource({"-10d, expired at", "+5d, is not valid before"})
    void warnsOfACertificateThatDoesNotHoldNow(String start, String warning) throws InterruptedException {
        var certificate =
                TestCertificate.create(folder, "-keyalg", "EC", "-groupname", "secp256r1", "-startdate", start);
        try (var agent = serveSecurely(certificate)) {
            assertThat(agent.stop().exit()).isZero();
            assertThat(agent.program().err()).contains("\"notice\":\"The certificate of CN=model server", warning);
        }
    }

    @Test
    void oneFileWithoutTheOtherIsAnError() throws InterruptedException {
        var certificate = TestCertificate.create(folder);

        var alone = program().run("server", "serve", "--port", "0", "--tls-cert", "ca.pem");
        var swapped = program()
                .run(
                        "server",
                        "serve",
                        "--port",
                        "0",
                        "--tls-cert",
                        certificate.pemKey().toString(),
                        "--tls-key",
                        "ca.pem");

        assertThat(alone.exit()).isEqualTo(42);
        assertThat(alone.err()).contains("--tls-cert is there without --tls-key");
        assertThat(swapped.exit()).isEqualTo(42);
        assertThat(swapped.err()).contains("holds no certificate");
    }

    @Test
    void aSmokeTestSaysWhatItDoesNotTrust() throws InterruptedException {
        var address = shared.address().toString();
        var bundle = sharedCertificate.pem().toString();

        var distrusting = program().run("server", "a2a-smoke", address);
        var trusting = program().run("--ca-bundle", bundle, "server", "a2a-smoke", address);

        assertThat(distrusting.exit()).isEqualTo(10);
        assertThat(distrusting.err()).contains("is not trusted", "--ca-bundle");
        assertThat(trusting.exit()).as(trusting.err()).isZero();
    }

    @Test
    void aSmokeTestTellsWhatIsWrongWithACertificateThatItTrusts() throws InterruptedException {
        try (var expired = ModelServer.startTls(TestCertificate.expired(folder))) {
            var run = program()
                    .run("--ca-bundle", expired.caBundle().toString(), "server", "a2a-smoke", expired.baseUrl());

            assertThat(run.exit()).isEqualTo(10);
            assertThat(run.err()).contains("has expired", "clock").doesNotContain("--ca-bundle");
        }
        try (var plain = serve()) {
            var address = plain.address().toString().replace("http:", "https:");
            var run = program().run("server", "a2a-smoke", address);

            assertThat(run.exit()).isEqualTo(10);
            assertThat(run.err()).contains("No secure connection", "speaks TLS there");
        }
    }
}
