package ai.zavora.surface.server.tls;

import ai.zavora.base.error.ErrorKind;
import ai.zavora.base.error.ZavoraException;
import ai.zavora.base.file.UnusableFileException;
import ai.zavora.base.file.WholeFile;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/**
 * What the server proves itself with.
 *
 * @param chain the certificate, then those of its issuers
 * @param key the private key of the first of them
 */
public record TlsIdentity(List<X509Certificate> chain, PrivateKey key) {
    private static final int MOST_BYTES = 1024 * 1024;

    public TlsIdentity {
        chain = List.copyOf(chain);
    }

    /**
     * Reads two PEM files, which may be one.
     *
     * @param certificates the server's own first
     * @param key in the form of PKCS #8, PKCS #1 or SEC 1, not encrypted
     * @throws ZavoraException INPUT, when one of them cannot be used, or the key is of another certificate
     */
    public static TlsIdentity read(Path certificates, Path key) {
        var chain = chain(new Source("--tls-cert", certificates));
        var source = new Source("--tls-key", key);
        for (var block : source.blocks()) {
            if (block.isKey()) {
                return new TlsIdentity(
                        chain, KeyBlock.read(block, chain.getFirst().getPublicKey(), source));
            }
        }
        throw source.unusable(
                "holds no private key", "Name the PEM file with \"BEGIN PRIVATE KEY\" that goes with the certificate.");
    }

    /** A file and the option that names it. */
    record Source(String option, Path file) {
        List<PemBlock> blocks() {
            try {
                return PemBlock.all(new String(WholeFile.read(file, MOST_BYTES), StandardCharsets.ISO_8859_1));
            } catch (UnusableFileException e) {
                throw unusable(e.what(), "Name a PEM file.");
            } catch (IOException e) {
                throw unusable("cannot be read", "Check the path and who may read the file.");
            } catch (IllegalArgumentException e) {
                throw unusable("is damaged", "Copy the PEM file again, with its BEGIN and END lines.");
            }
        }

        /** Neither message nor hint quotes the file. */
        ZavoraException unusable(String what, String hint) {
            return new ZavoraException(ErrorKind.INPUT, "The file " + file + " (" + option + ") " + what + ".", hint);
        }
    }

    private static List<X509Certificate> chain(Source source) {
        var chain = new ArrayList<X509Certificate>();
        for (var block : source.blocks()) {
            if (block.isCertificate()) {
                try {
                    var certificate = CertificateFactory.getInstance("X.509")
                            .generateCertificate(new ByteArrayInputStream(block.content()));
                    if (certificate instanceof X509Certificate x509) {
                        chain.add(x509);
                    }
                } catch (GeneralSecurityException e) {
                    throw source.unusable("holds a certificate that cannot be understood", "Copy the PEM file again.");
                }
            }
        }
        if (chain.isEmpty()) {
            throw source.unusable(
                    "holds no certificate", "Name the PEM file with \"BEGIN CERTIFICATE\", the server's own first.");
        }
        return chain;
    }

    /** What connections are protected with. */
    public SSLContext context() {
        var password = new char[0];
        try {
            var store = KeyStore.getInstance("PKCS12");
            store.load(null, null);
            store.setKeyEntry("server", key, password, chain.toArray(X509Certificate[]::new));
            var keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            keys.init(store, password);
            var context = SSLContext.getInstance("TLS");
            context.init(keys.getKeyManagers(), null, null);
            return context;
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException("a key and certificate that fit cannot be used", e);
        }
    }
}
