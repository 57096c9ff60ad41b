package ai.zavora.adapter.provider.http;

import ai.zavora.base.error.Wording;
import ai.zavora.base.network.TlsFault;
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
import java.util.Optional;
import java.util.OptionalInt;
import javax.net.ssl.SSLException;

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
        var fault = TlsFault.of(e);
        return switch (fault) {
            case OUT_OF_TIME, UNUSABLE -> flawed(provider, peer, fault, fault.hint());
            case UNTRUSTED -> flawed(provider, peer, fault, refusals.hint(Reason.TLS));
            case OTHER_NAME ->
                insecure(
                        provider,
                        "the certificate is not for that name",
                        "the certificate is not for the name " + host(peer),
                        host(peer).contains("_")
                                ? "Use a name without an underscore: no certificate is taken for one with."
                                : fault.hint());
            case NO_AGREEMENT ->
                insecure(
                        provider,
                        "no TLS connection could be agreed",
                        "no TLS connection with " + place(peer) + " could be agreed",
                        answersWithoutTls(e)
                                ? "Check the base URL: of a server without TLS it has http:// in place of https://."
                                : refusals.hint(Reason.TLS));
        };
    }

    /** For what is no TLS record the JDK has that class itself; for all that TLS tells, one below it. */
    private static boolean answersWithoutTls(SSLException e) {
        return e.getClass() == SSLException.class && e.getCause() == null;
    }

    private static ModelException flawed(String provider, URI peer, TlsFault fault, String hint) {
        return insecure(
                provider,
                "the certificate " + fault.flaw(),
                "the certificate of " + place(peer) + " " + fault.flaw(),
                hint);
    }

    /** Who the peer is, is for people at the terminal, as in {@link #unreachable}. */
    private static ModelException insecure(String provider, String own, String full, String hint) {
        var what = provider + " cannot be reached securely: ";
        return failure(Reason.TLS, new Wording(what + own + ".", what + full + "."), hint);
    }

    private static String host(URI peer) {
        return Redaction.keys(UriAuthority.required(peer).host());
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
