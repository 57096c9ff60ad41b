package ai.zavora.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/**
 * A certificate made at run time for 127.0.0.1 and localhost, which is its own authority.
 *
 * @param pem the certificate as clients trust it
 * @param keyStore the certificate with its key, PKCS #12
 */
public record TestCertificate(Path pem, Path keyStore) {
    private static final String PASSWORD = "changeit";
    private static final String SUBJECT = "SAN=ip:127.0.0.1,dns:localhost";
    /** Key stores by their algorithm. To make one takes a process; every test that wants the same gets a copy. */
    private static final Map<List<String>, byte[]> MADE = new ConcurrentHashMap<>();

    /** Makes one with an elliptic curve in that folder. */
    public static TestCertificate create(Path folder) {
        return create(folder, "-keyalg", "EC", "-groupname", "secp256r1");
    }

    /**
     * Makes one in that folder.
     *
     * @param algorithm of the key, in the words of keytool
     */
    public static TestCertificate create(Path folder, String... algorithm) {
        return written(folder, MADE.computeIfAbsent(List.of(algorithm), TestCertificate::made));
    }

    /** As {@link #create(Path, String...)}, with a key that no other one has. */
    public static TestCertificate createAnother(Path folder, String... algorithm) {
        return written(folder, made(List.of(algorithm)));
    }

    private static TestCertificate written(Path folder, byte[] content) {
        var written = new TestCertificate(folder.resolve("ca.pem"), folder.resolve("server.p12"));
        try {
            Files.write(written.keyStore, content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        written.writePem("server");
        return written;
    }

    private static byte[] made(List<String> algorithm) {
        try {
            var folder = Files.createTempDirectory("certificate");
            var keyStore = folder.resolve("made.p12");
            try {
                var generating = new ArrayList<>(List.of("-genkeypair", "-alias", "server", "-validity", "2"));
                generating.addAll(algorithm);
                keytool(
                        generating,
                        List.of("-dname", "CN=model server", "-ext", SUBJECT, "-ext", "bc=ca:true"),
                        keyStore);
                return Files.readAllBytes(keyStore);
            } finally {
                Files.deleteIfExists(keyStore);
                Files.delete(folder);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** One of another authority, which is the one to be trusted, that expired three days ago. */
    public static TestCertificate expired(Path folder) {
        var made = new TestCertificate(folder.resolve("ca.pem"), folder.resolve("server.p12"));
        var key = List.of("-keyalg", "EC", "-groupname", "secp256r1");
        var ca = new ArrayList<>(List.of("-genkeypair", "-alias", "ca", "-startdate", "-9d", "-validity", "99"));
        ca.addAll(key);
        keytool(ca, List.of("-dname", "CN=authority", "-ext", "bc=ca:true"), made.keyStore);
        var server = new ArrayList<>(List.of("-genkeypair", "-alias", "server", "-startdate", "-5d", "-validity", "2"));
        server.addAll(key);
        server.addAll(List.of("-signer", "ca"));
        keytool(server, List.of("-dname", "CN=model server", "-ext", SUBJECT), made.keyStore);
        made.writePem("ca");
        return made;
    }

    private void writePem(String alias) {
        try {
            Files.writeString(
                    pem, pem("CERTIFICATE", store().getCertificate(alias).getEncoded()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The private key. */
    public PrivateKey key() {
        try {
            return (PrivateKey) store().getKey("server", PASSWORD.toCharArray());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private KeyStore store() throws GeneralSecurityException {
        try (var in = Files.newInputStream(keyStore)) {
            var store = KeyStore.getInstance("PKCS12");
            store.load(in, PASSWORD.toCharArray());
            return store;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Writes the private key beside the certificate, PKCS #8 in PEM, for its owner alone. */
    public Path pemKey() {
        var file = pem.resolveSibling("key.pem");
        try {
            Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            return Files.writeString(file, pem("PRIVATE KEY", key().getEncoded()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A block of PEM. */
    public static String pem(String label, byte[] content) {
        var encoder = Base64.getMimeEncoder(64, new byte[] {'\n'});
        return "-----BEGIN " + label + "-----\n" + encoder.encodeToString(content) + "\n-----END " + label + "-----\n";
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
    public SSLContext context() {
        try {
            var keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            keys.init(store(), PASSWORD.toCharArray());
            var context = SSLContext.getInstance("TLS");
            context.init(keys.getKeyManagers(), null, null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void keytool(List<String> what, List<String> how, Path keyStore) {
        var command = new ArrayList<String>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
        command.addAll(List.of("-J-XX:TieredStopAtLevel=1", "-J-XX:+UseSerialGC"));
        command.addAll(what);
        command.addAll(how);
        command.addAll(List.of("-keystore", keyStore.toString(), "-storetype", "PKCS12", "-storepass", PASSWORD));
        try {
            var process = new ProcessBuilder(command).redirectErrorStream(true).start();
            process.getOutputStream().close();
            var said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
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
