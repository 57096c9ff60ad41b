package ai.zavora.surface.server.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.zavora.base.error.ZavoraException;
import ai.zavora.testing.TestCertificate;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class TlsIdentityTest {
    @TempDir
    Path folder;

    private Path written(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text);
    }

    private TestCertificate certificate(String words) throws IOException {
        return TestCertificate.create(Files.createTempDirectory(folder, "c"), words.split(" "));
    }

    private TestCertificate another(String words) throws IOException {
        return TestCertificate.createAnother(Files.createTempDirectory(folder, "c"), words.split(" "));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "-keyalg RSA -keysize 2048",
                "-keyalg EC -groupname secp256r1",
                "-keyalg EC -groupname secp384r1",
                "-keyalg Ed25519",
                "-keyalg RSASSA-PSS -keysize 2048"
            })
    void readsKeysOfTheUsualKinds(String algorithm) throws IOException {
        var certificate = certificate(algorithm);

        var identity = TlsIdentity.read(certificate.pem(), certificate.pemKey());

        assertThat(identity.key()).isEqualTo(certificate.key());
        assertThat(identity.context().getServerSocketFactory()).isNotNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"RSA -keysize 2048", "EC -groupname secp256r1"})
    void readsKeysOfTheOldForms(String algorithm) throws IOException {
        var certificate = certificate("-keyalg " + algorithm);
        var kind = algorithm.substring(0, algorithm.indexOf(' '));
        var key = written(
                "old.pem",
                TestCertificate.pem(
                        kind + " PRIVATE KEY", inner(certificate.key().getEncoded())));

        assertThat(TlsIdentity.read(certificate.pem(), key).key()).isEqualTo(certificate.key());
    }

    /** What the last element of a PKCS #8 key holds: it ends where the whole ends. */
    private static byte[] inner(byte[] pkcs8) {
        for (var at = 4; at < pkcs8.length; at++) {
            var tag = pkcs8[at] == Der.OCTETS;
            if (tag && at + 4 < pkcs8.length && (pkcs8[at + 1] & 0xFF) == 0x82) {
                var length = (pkcs8[at + 2] & 0xFF) << 8 | (pkcs8[at + 3] & 0xFF);
                if (at + 4 + length == pkcs8.length) {
                    return Arrays.copyOfRange(pkcs8, at + 4, pkcs8.length);
                }
            } else if (tag && at + 2 + pkcs8[at + 1] == pkcs8.length) {
                return Arrays.copyOfRange(pkcs8, at + 2, pkcs8.length);
            }
        }
        throw new AssertionError("no inner key");
    }

    @Test
    void readsOneFileWithBothAndTextAround() throws IOException {
        var certificate = TestCertificate.create(folder);
        var both = written(
                "both.pem",
                "subject=me\n" + Files.readString(certificate.pemKey()) + "note\n"
                        + Files.readString(certificate.pem()));

        assertThat(TlsIdentity.read(both, both).chain()).hasSize(1);
    }

    @Test
    void refusesTheKeyOfAnotherCertificate() throws IOException {
        var one = certificate("-keyalg EC -groupname secp256r1");
        for (var words :
                new String[] {"-keyalg EC -groupname secp256r1", "-keyalg RSA -keysize 1024", "-keyalg Ed25519"}) {
            var other = another(words);
            assertThatThrownBy(() -> TlsIdentity.read(one.pem(), other.pemKey()))
                    .as(words)
                    .isInstanceOf(ZavoraException.class)
                    .hasMessageContaining("--tls-key")
                    .hasMessageContaining("of another certificate");
        }
        var rsa = certificate("-keyalg RSA -keysize 1024");
        var old = written(
                "old.pem",
                TestCertificate.pem("RSA PRIVATE KEY", inner(rsa.key().getEncoded())));
        assertThatThrownBy(() -> TlsIdentity.read(one.pem(), old)).hasMessageContaining("of another certificate");
        var another = another("-keyalg RSA -keysize 1024");
        assertThatThrownBy(() -> TlsIdentity.read(another.pem(), rsa.pemKey()))
                .hasMessageContaining("of another certificate");
    }

    @Test
    void refusesFilesItCannotUse() throws IOException {
        var certificate = TestCertificate.create(folder);
        var pem = certificate.pem();
        var key = certificate.pemKey();
        var body = TestCertificate.pem("ENCRYPTED PRIVATE KEY", new byte[] {1});
        var old = """
                -----BEGIN RSA PRIVATE KEY-----
                Proc-Type: 4,ENCRYPTED
                DEK-Info: AES-128-CBC,00

                AAAA
                -----END RSA PRIVATE KEY-----
                """;

        refused(pem, written("a", body), "encrypted key");
        refused(pem, written("b", old), "encrypted key");
        refused(pem, written("c", TestCertificate.pem("PRIVATE KEY", new byte[] {1, 2})), "cannot be understood");
        refused(pem, written("d", TestCertificate.pem("EC PRIVATE KEY", new byte[] {1, 2})), "cannot be understood");
        refused(pem, written("e", TestCertificate.pem("DSA PRIVATE KEY", new byte[] {1})), "cannot be understood");
        refused(pem, written("f", "nothing"), "holds no private key");
        refused(pem, pem, "holds no private key");
        refused(pem, written("g", "-----BEGIN PRIVATE KEY-----\nAAAA\n"), "is damaged");
        refused(pem, written("h", "-----BEGIN PRIVATE KEY-----\n!\n-----END PRIVATE KEY-----\n"), "is damaged");
        refused(pem, folder.resolve("none"), "cannot be read");
        refused(pem, folder, "is a folder");
        refused(key, key, "holds no certificate");
        refused(written("i", TestCertificate.pem("CERTIFICATE", new byte[] {1})), key, "cannot be understood");
        refused(folder.resolve("none"), key, "cannot be read");
        refused(written("j", " ".repeat(1024 * 1024 + 1)), key, "is larger than 1 MiB");
    }

    private static void refused(Path certificate, Path key, String message) {
        assertThatThrownBy(() -> TlsIdentity.read(certificate, key))
                .isInstanceOf(ZavoraException.class)
                .hasMessageContaining(message);
    }
}
