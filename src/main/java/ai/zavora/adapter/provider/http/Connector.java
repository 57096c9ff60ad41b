package ai.zavora.adapter.provider.http;

import ai.zavora.base.config.NetworkSettings;
import ai.zavora.base.error.Wording;
import ai.zavora.base.network.Proxies;
import ai.zavora.base.network.TlsTrust;
import ai.zavora.core.llm.ModelException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.locks.ReentrantLock;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;

/** Makes connections: directly or through a proxy, plain or with TLS. Safe for use from several threads. */
final class Connector {

    /** Learns of each socket before it is used, so that it can be closed from another thread. */
    @FunctionalInterface
    interface SocketOwner {
        /** @throws IOException when no connection is wanted any more; the socket is then closed */
        void own(Socket socket) throws IOException;
    }

    private final NetworkSettings network;
    private final ReentrantLock lock = new ReentrantLock();
    private @Nullable SSLContext context;

    Connector(NetworkSettings network) {
        this.network = network;
    }

    Optional<URI> proxyFor(URI target) {
        return Proxies.proxyFor(target, network);
    }

    /** Whom a request to that address has to do with. */
    Faults.Peers peers(URI target) {
        var proxy = proxyFor(target);
        return new Faults.Peers(
                proxy.orElse(target), proxy.filter(Proxies::isTls).orElse(target));
    }

    /**
     * Connects, blocking. A plain request through a proxy is to be written in absolute form.
     *
     * @param limit for each address that the name stands for; the caller watches over the whole
     * @return a socket ready for the request
     */
    Socket connect(URI target, Duration limit, SocketOwner owner) throws IOException {
        var proxy = proxyFor(target);
        var first = proxy.orElse(target);
        var socket = open(Proxies.host(first), Proxies.port(first), limit, owner);
        if (proxy.isPresent() && Proxies.isTls(proxy.get())) {
            socket = secure(socket, proxy.get());
        }
        if (!Proxies.isTls(target)) {
            return socket;
        }
        if (proxy.isPresent()) {
            tunnel(socket, target, proxy.get());
        }
        return secure(socket, target);
    }

    private static Socket open(String host, int port, Duration limit, SocketOwner owner) throws IOException {
        var addresses = addresses(host);
        var each = Math.max(1, (int) (Math.min(limit.toMillis(), Integer.MAX_VALUE) / addresses.length));
        for (var i = 0; ; i++) {
            var socket = new Socket();
            owner.own(socket);
            try {
                socket.setTcpNoDelay(true);
                socket.connect(new InetSocketAddress(addresses[i], port), each);
                return socket;
            } catch (IOException e) {
                socket.close();
                if (i == addresses.length - 1) {
                    throw e;
                }
            }
        }
    }

    /** Name resolution holds the carrier of a virtual thread, and a dead resolver must not stall other turns. */
    private static InetAddress[] addresses(String host) throws IOException {
        if (!Thread.currentThread().isVirtual() || isLiteral(host)) {
            return InetAddress.getAllByName(host);
        }
        var lookup = new FutureTask<>(() -> InetAddress.getAllByName(host));
        Thread.ofPlatform().daemon().name("name-lookup").start(lookup);
        try {
            return lookup.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("given up");
        } catch (ExecutionException e) {
            if (e.getCause() instanceof IOException failure) {
                throw failure;
            }
            throw new IllegalStateException("the name could not be looked up", e.getCause());
        }
    }

    private static boolean isLiteral(String host) {
        try {
            return InetAddress.ofLiteral(host) != null;
        } catch (IllegalArgumentException _) {
            return false;
        }
    }

    private SSLSocket secure(Socket socket, URI peer) throws IOException {
        var secure = (SSLSocket)
                context().getSocketFactory().createSocket(socket, Proxies.host(peer), Proxies.port(peer), true);
        var parameters = secure.getSSLParameters();
        parameters.setEndpointIdentificationAlgorithm("HTTPS");
        parameters.setApplicationProtocols(new String[] {"http/1.1"});
        secure.setSSLParameters(parameters);
        secure.startHandshake();
        return secure;
    }

    private SSLContext context() throws IOException {
        lock.lock();
        try {
            if (context == null) {
                context = TlsTrust.context(network.caBundle());
            }
            return context;
        } catch (GeneralSecurityException e) {
            throw new SSLException("TLS is not available", e);
        } finally {
            lock.unlock();
        }
    }

    private static void tunnel(Socket socket, URI target, URI proxy) throws IOException {
        var authority = RequestHead.authority(target);
        var head = new StringBuilder("CONNECT " + authority + " HTTP/1.1\r\nHost: " + authority + "\r\n");
        Proxies.authorization(proxy)
                .ifPresent(value ->
                        head.append("Proxy-Authorization: ").append(value).append("\r\n"));
        socket.getOutputStream().write(head.append("\r\n").toString().getBytes(StandardCharsets.US_ASCII));
        // read byte by byte: nothing after the proxy's answer may be taken from the tunnel
        var answer = ResponseHead.read(socket.getInputStream());
        if (answer.status() / 100 != 2) {
            throw proxyRefused(answer.status());
        }
    }

    /** The proxy did not let us through. */
    static ModelException proxyRefused(int status) {
        var reason = status >= 500
                ? ModelException.Reason.UNREACHABLE
                : status == 407 ? ModelException.Reason.CREDENTIAL_REFUSED : ModelException.Reason.BAD_REQUEST;
        return new ModelException(
                reason,
                Wording.own("The proxy refused the connection (HTTP " + status + ")."),
                "Check the proxy in HTTPS_PROXY or HTTP_PROXY, its user and password, or add the host to NO_PROXY.",
                OptionalInt.of(status),
                Optional.empty());
    }
}
