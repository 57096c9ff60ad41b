package ai.zavora.adapter.provider.http;

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
import java.security.cert.CertificateException;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLPeerUnverifiedException;

/** Turns what went wrong on a connection, before any answer, into the failure it means. */
final class Faults {
    private Faults() {}

    /**
     * @param cause what the exchange failed with
     * @param peer the host we were to connect to: the provider's or the proxy's
     */
    static RuntimeException of(Exception cause, String provider, URI peer, Refusals refusals) {
        return switch (cause) {
            case RuntimeException typed -> typed;
            case MalformedHttpException e ->
                failure(Reason.MALFORMED, provider + " does not answer in HTTP/1.1: " + e.getMessage() + ".", refusals);
            case UnknownHostException e ->
                failure(
                        Reason.UNREACHABLE,
                        provider + " cannot be reached: the host " + peer.getHost() + " is unknown.",
                        refusals);
            case ConnectException e ->
                failure(
                        Reason.UNREACHABLE,
                        provider + " cannot be reached: " + place(peer) + " refuses connections.",
                        refusals);
            case SSLException e
            when !holds(e, SocketException.class) -> failure(Reason.TLS, tls(e, provider, peer), refusals);
            case EOFException e ->
                failure(Reason.UNREACHABLE, provider + " closed the connection without an answer.", refusals);
            case IOException e ->
                failure(
                        Reason.UNREACHABLE,
                        provider + " cannot be reached: the connection to " + place(peer) + " broke.",
                        refusals);
            default -> new IllegalStateException(cause);
        };
    }

    private static String tls(SSLException e, String provider, URI peer) {
        var untrusted = e instanceof SSLPeerUnverifiedException
                || holds(e, CertificateException.class)
                || holds(e, CertPathBuilderException.class)
                || holds(e, CertPathValidatorException.class);
        return provider + " cannot be reached securely: "
                + (untrusted
                        ? "the certificate of " + place(peer) + " is not trusted."
                        : "no TLS connection with " + place(peer) + " could be agreed.");
    }

    private static String place(URI peer) {
        return RequestHead.authority(peer);
    }

    private static boolean holds(Throwable failure, Class<? extends Throwable> type) {
        for (var cause = failure; cause != null; cause = cause.getCause()) {
            if (type.isInstance(cause)) {
                return true;
            }
        }
        return false;
    }

    private static ModelException failure(Reason reason, String message, Refusals refusals) {
        return new ModelException(reason, message, refusals.hint(reason));
    }
}
