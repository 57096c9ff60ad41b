package ai.zavora.adapter.provider.http;

import ai.zavora.base.error.Wording;
import ai.zavora.base.text.Redaction;
import ai.zavora.base.text.UriAuthority;
import ai.zavora.core.llm.ModelException;
import ai.zavora.core.llm.ModelException.Reason;
import java.io.EOFException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.SocketException;
import java.net.URI;
import java.net.UnknownHostException;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertPathValidatorException.BasicReason;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Predicate;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLPeerUnverifiedException;

/** Turns what went wrong on a connection, before any answer, into the failure it means. */
final class Faults {
    private Faults() {}

    /**
     * Whom an exchange has to do with.
     *
     * @param connected the host that is connected to: the provider's or the proxy's
     * @param secured the host whose certificate is looked at
     */
    record Peers(URI connected, URI secured) {}

    /** @param cause what the exchange failed with */
    static RuntimeException of(Exception cause, String provider, Peers peers, Refusals refusals) {
        var peer = peers.connected();
        return switch (cause) {
            case RuntimeException typed -> typed;
            case MalformedHttpException e ->
                failure(Reason.MALFORMED, provider + " does not answer in HTTP/1.1: " + e.getMessage() + ".", refusals);
            case UnknownHostException e ->
                unreachable(provider, "the host is unknown", "the host " + host(peer) + " is unknown", refusals);
            case ConnectException e ->
                unreachable(provider, "connections are refused", place(peer) + " refuses connections", refusals);
            case SSLException e when !holds(e, SocketException.class) -> tls(e, provider, peers.secured(), refusals);
            case EOFException e ->
                failure(Reason.UNREACHABLE, provider + " closed the connection without an answer.", refusals);
            case IOException e ->
                unreachable(provider, "the connection broke", "the connection to " + place(peer) + " broke", refusals);
            default -> new IllegalStateException(cause);
        };
    }

    private static ModelException tls(SSLException e, String provider, URI peer, Refusals refusals) {
        var ofPeer = "the certificate of " + place(peer);
        var usual = refusals.hint(Reason.TLS);
        if (isOutOfTime(e)) {
            var what = " has expired, or is not valid yet";
            var hint = "Have it renewed, or check the clock of this machine.";
            return insecure(provider, "the certificate" + what, ofPeer + what, hint);
        }
        if (holds(e, CertPathBuilderException.class) || holds(e, CertPathValidatorException.class)) {
            return insecure(provider, "the certificate is not trusted", ofPeer + " is not trusted", usual);
        }
        if (isOfAnotherName(e)) {
            var hint = host(peer).contains("_")
                    ? "Use a name without an underscore: no certificate is taken for one with."
                    : "Use the name that the certificate was made for.";
            return insecure(
                    provider,
                    "the certificate is not for that name",
                    "the certificate is not for the name " + host(peer),
                    hint);
        }
        if (holds(e, CertificateException.class)) {
            var what = " cannot be used for that";
            var hint = "Have one made for servers, without critical extensions that are not known.";
            return insecure(provider, "the certificate" + what, ofPeer + what, hint);
        }
        return insecure(
                provider,
                "no TLS connection could be agreed",
                "no TLS connection with " + place(peer) + " could be agreed",
                usual);
    }

    /** Who the peer is, is for people at the terminal, as in {@link #unreachable}. */
    private static ModelException insecure(String provider, String own, String full, String hint) {
        var what = provider + " cannot be reached securely: ";
        return failure(Reason.TLS, new Wording(what + own + ".", what + full + "."), hint);
    }

    private static boolean isOutOfTime(Throwable failure) {
        return holds(
                failure,
                cause -> cause instanceof CertificateExpiredException
                        || cause instanceof CertificateNotYetValidException
                        || (cause instanceof CertPathValidatorException path
                                && (path.getReason() == BasicReason.EXPIRED
                                        || path.getReason() == BasicReason.NOT_YET_VALID)));
    }

    /** The JDK tells it by that class itself, and what else is wrong with a certificate by classes below it. */
    private static boolean isOfAnotherName(Throwable failure) {
        return holds(
                failure,
                cause -> cause instanceof SSLPeerUnverifiedException || cause.getClass() == CertificateException.class);
    }

    private static String host(URI peer) {
        return Redaction.keys(UriAuthority.required(peer).host());
    }

    private static String place(URI peer) {
        return RequestHead.authority(peer);
    }

    private static boolean holds(Throwable failure, Class<? extends Throwable> type) {
        return holds(failure, type::isInstance);
    }

    private static boolean holds(Throwable failure, Predicate<Throwable> wanted) {
        for (var cause = failure; cause != null; cause = cause.getCause()) {
            if (wanted.test(cause)) {
                return true;
            }
        }
        return false;
    }

    /** Where the provider is, is for people at the terminal: neither records nor callers of the server learn it. */
    private static ModelException unreachable(String provider, String own, String full, Refusals refusals) {
        var what = provider + " cannot be reached: ";
        return failure(Reason.UNREACHABLE, new Wording(what + own + ".", what + full + "."), refusals);
    }

    private static ModelException failure(Reason reason, String message, Refusals refusals) {
        return failure(reason, Wording.own(message), refusals);
    }

    private static ModelException failure(Reason reason, Wording wording, Refusals refusals) {
        return failure(reason, wording, refusals.hint(reason));
    }

    private static ModelException failure(Reason reason, Wording wording, String hint) {
        return new ModelException(reason, wording, hint, OptionalInt.empty(), Optional.empty());
    }
}
