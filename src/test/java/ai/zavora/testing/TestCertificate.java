package ai.zavora.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.List;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/**
 * A certificate made at run time for 127.0.0.1 and localhost, which is its own authority.
 *
 * @param pem the certificate as clients trust it
 * @param keyStore the certificate with its key, PKCS #12
 */
record TestCertificate(Path pem, Path keyStore) {
    private static final String PASSWORD = "changeit";

    /** Makes one in that folder. */
    static TestCertificate create(Path folder) {
        var keyStore = folder.resolve("server.p12");
        var pem = folder.resolve("ca.pem");
        keytool(
                List.of(
                        "-genkeypair",
                        "-alias",
                        "server",
                        "-keyalg",
                        "EC",
                        "-groupname",
                        "secp256r1",
                        "-validity",
                        "2"),
                List.of("-dname", "CN=model server", "-ext", "SAN=ip:127.0.0.1,dns:localhost", "-ext", "bc=ca:true"),
                keyStore);
        keytool(List.of("-exportcert", "-alias", "server", "-rfc"), List.of("-file", pem.toString()), keyStore);
        return new TestCertificate(pem, keyStore);
    }

    /** A socket on a free port of 127.0.0.1 that speaks TLS with this certificate. */
    ServerSocket listen() {
        try {
            return context().getServerSocketFactory().createServerSocket(0, 50, InetAddress.ofLiteral("127.0.0.1"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What a server speaks TLS with. */
    SSLContext context() {
        try (var in = Files.newInputStream(keyStore)) {
            var store = KeyStore.getInstance("PKCS12");
            store.load(in, PASSWORD.toCharArray());
            var keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            keys.init(store, PASSWORD.toCharArray());
            var context = SSLContext.getInstance("TLS");
            context.init(keys.getKeyManagers(), null, null);
            return context;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void keytool(List<String> what, List<String> how, Path keyStore) {
        var command = new java.util.ArrayList<String>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
        command.addAll(what);
        command.addAll(how);
        command.addAll(List.of("-keystore", keyStore.toString(), "-storetype", "PKCS12", "-storepass", PASSWORD));
        try {
            var process = new ProcessBuilder(command).redirectErrorStream(true).start();
            process.getOutputStream().close();
            var said = new String(process.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
            if (!process.waitFor(30, TimeUnit.SECONDS) || process.exitValue() != 0) {
                throw new IllegalStateException("keytool failed: " + said);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
