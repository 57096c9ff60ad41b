package ai.zavora.surface.server;

import ai.zavora.base.config.ServerAccess.TlsFiles;
import ai.zavora.base.error.ErrorKind;
import ai.zavora.base.error.ZavoraException;
import ai.zavora.base.file.OwnerOnly;
import ai.zavora.surface.server.access.PrivateFile;
import ai.zavora.surface.server.tls.TlsIdentity;
import ai.zavora.surface.server.turn.OperatorLog;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Optional;

/** From the settings of TLS to what the server proves itself with. */
final class TlsSetup {
    private TlsSetup() {}

    /**
     * Reads certificate and key.
     *
     * @param operator told when others can read the key, and when a certificate does not hold now
     * @param now when callers will look at the certificates
     * @return empty when neither is named
     * @throws ZavoraException INPUT, when one is missing or cannot be used
     */
    static Optional<TlsIdentity> identity(TlsFiles files, OperatorLog operator, Instant now) {
        if (files.certificate().isEmpty() && files.key().isEmpty()) {
            return Optional.empty();
        }
        var certificate = files.certificate().orElseThrow(() -> missing("--tls-key", "--tls-cert"));
        var key = files.key().orElseThrow(() -> missing("--tls-cert", "--tls-key"));
        var identity = TlsIdentity.read(certificate, key);
        if (PrivateFile.isOpenToOthers(key)) {
            operator.notice("The key file " + key + " (--tls-key) is open to other users: run `"
                    + OwnerOnly.command(key) + "`.");
        }
        identity.chain().forEach(one -> validity(one, now)
                .ifPresent(what -> operator.notice("The certificate of " + one.getSubjectX500Principal() + " in "
                        + certificate + " (--tls-cert) " + what + ": callers will refuse it. Name a valid one.")));
        return Optional.of(identity);
    }

    /** What is wrong with the time for which it was made. */
    private static Optional<String> validity(X509Certificate certificate, Instant now) {
        var from = certificate.getNotBefore().toInstant();
        var until = certificate.getNotAfter().toInstant();
        if (now.isAfter(until)) {
            return Optional.of("expired at " + until);
        }
        return now.isBefore(from) ? Optional.of("is not valid before " + from) : Optional.empty();
    }

    private static ZavoraException missing(String given, String wanted) {
        return new ZavoraException(
                ErrorKind.INPUT, given + " is there without " + wanted + ".", "Give both, or neither for plain HTTP.");
    }
}
