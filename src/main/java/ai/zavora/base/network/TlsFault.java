package ai.zavora.base.network;

import java.security.cert.CertPathBuilderException;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertPathValidatorException.BasicReason;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.util.function.Predicate;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLPeerUnverifiedException;

/** Why no TLS connection came about, as the classes of the JDK's failures tell it. */
public enum TlsFault {
    /** The certificate, or one that vouches for it, has expired or is not valid yet. */
    OUT_OF_TIME("has expired, or is not valid yet", "Have it renewed, or check the clock of this machine."),
    /** Nobody who is trusted vouches for the certificate. */
    UNTRUSTED(
            "is not trusted",
            "If it is not of a public authority, name that in --ca-bundle FILE (PEM) or ZAVORA_CA_BUNDLE."),
    /** The certificate is for another name than that of the address. */
    OTHER_NAME("is not for that name", "Use the name that the certificate was made for."),
    /** Anything else that is wrong with the certificate. */
    UNUSABLE("cannot be used for that", "Have one made for servers, without critical extensions that are not known."),
    /** No certificate was looked at, or none is at fault. */
    NO_AGREEMENT("is not at fault", "Check that the server speaks TLS there, and which versions of it.");

    private final String flaw;
    private final String hint;

    TlsFault(String flaw, String hint) {
        this.flaw = flaw;
        this.hint = hint;
    }

    /** What is wrong with the certificate, as the rest of a sentence. */
    public String flaw() {
        return flaw;
    }

    /** What to do, a sentence. */
    public String hint() {
        return hint;
    }

    /** What a failure means. */
    public static TlsFault of(SSLException failure) {
        if (holds(failure, TlsFault::isOutOfTime)) {
            return OUT_OF_TIME;
        }
        if (holds(
                failure,
                cause -> cause instanceof CertPathBuilderException || cause instanceof CertPathValidatorException)) {
            return UNTRUSTED;
        }
        // the JDK tells it by that class itself, and what else is wrong with a certificate by classes below it
        if (holds(
                failure,
                cause -> cause instanceof SSLPeerUnverifiedException
                        || cause.getClass() == CertificateException.class)) {
            return OTHER_NAME;
        }
        return holds(failure, CertificateException.class::isInstance) ? UNUSABLE : NO_AGREEMENT;
    }

    private static boolean isOutOfTime(Throwable cause) {
        return cause instanceof CertificateExpiredException
                || cause instanceof CertificateNotYetValidException
                || (cause instanceof CertPathValidatorException path
                        && (path.getReason() == BasicReason.EXPIRED || path.getReason() == BasicReason.NOT_YET_VALID));
    }

    private static boolean holds(Throwable failure, Predicate<Throwable> wanted) {
        for (var cause = failure; cause != null; cause = cause.getCause()) {
            if (wanted.test(cause)) {
                return true;
            }
        }
        return false;
    }
}
