package ai.zavora.surface.server.tls;

import ai.zavora.surface.server.tls.TlsIdentity.Source;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.interfaces.RSAKey;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.List;
import java.util.Optional;

/** Reads private keys. */
final class KeyBlock {
    private static final List<String> ALGORITHMS = List.of("RSA", "EC", "EdDSA", "RSASSA-PSS");
    private static final byte[] SAMPLE = "does this key fit".getBytes(StandardCharsets.US_ASCII);

    private KeyBlock() {}

    /**
     * The key of a certificate.
     *
     * @param publicKey of the certificate
     */
    static PrivateKey read(PemBlock block, PublicKey publicKey, Source source) {
        if (block.form() == PemBlock.Form.ENCRYPTED) {
            throw source.unusable(
                    "holds an encrypted key, for which nobody can type the password",
                    "Decrypt it into a file that only the server's user may read: openssl pkey -in KEY -out NEW.");
        }
        return parsed(block, publicKey, source)
                .filter(key -> fits(key, publicKey))
                .orElseThrow(() -> source.unusable(
                        "holds the key of another certificate", "Name the key that goes with --tls-cert."));
    }

    /** Empty for a key that is of another kind than the certificate's. */
    private static Optional<PrivateKey> parsed(PemBlock block, PublicKey publicKey, Source source) {
        return switch (block.label()) {
            case "PRIVATE KEY" ->
                Optional.of(ALGORITHMS.stream()
                        .flatMap(algorithm -> decoded(algorithm, block.content()).stream())
                        .findFirst()
                        .orElseThrow(() -> unknown(source)));
            case "RSA PRIVATE KEY", "EC PRIVATE KEY" -> {
                var algorithm = block.label().substring(0, block.label().indexOf(' '));
                yield publicKey.getAlgorithm().equals(algorithm)
                        ? Optional.of(decoded(algorithm, Der.pkcs8(publicKey.getEncoded(), block.content()))
                                .orElseThrow(() -> unknown(source)))
                        : Optional.empty();
            }
            default -> throw unknown(source);
        };
    }

    private static RuntimeException unknown(Source source) {
        return source.unusable(
                "holds a key that cannot be understood",
                "Take an RSA, EC or Ed25519 key; openssl pkey -in KEY -out NEW brings it to the usual form.");
    }

    private static Optional<PrivateKey> decoded(String algorithm, byte[] pkcs8) {
        try {
            return Optional.of(KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(pkcs8)));
        } catch (InvalidKeySpecException ofAnotherKind) {
            return Optional.empty();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has " + algorithm, e);
        }
    }

    private static boolean fits(PrivateKey key, PublicKey publicKey) {
        if (key instanceof RSAKey one && publicKey instanceof RSAKey other) {
            return one.getModulus().equals(other.getModulus());
        }
        try {
            var signing = Signature.getInstance(key.getAlgorithm().equals("EC") ? "SHA256withECDSA" : "EdDSA");
            signing.initSign(key);
            signing.update(SAMPLE);
            var signature = signing.sign();
            signing.initVerify(publicKey);
            signing.update(SAMPLE);
            return signing.verify(signature);
        } catch (GeneralSecurityException ofAnotherKind) {
            return false;
        }
    }
}
