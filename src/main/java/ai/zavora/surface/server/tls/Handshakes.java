package ai.zavora.surface.server.tls;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLContextSpi;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLServerSocketFactory;
import javax.net.ssl.SSLSessionContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManager;

/**
 * The same TLS with two bounds of its own, for a library that sets neither on the sockets it takes: TLS 1.2 at least,
 * and a time by which callers must have shaken hands.
 */
public final class Handshakes extends SSLContextSpi {
    private static final String[] PROTOCOLS = {"TLSv1.3", "TLSv1.2"};

    private final SSLContext context;
    private final Duration patience;
    private final Map<Socket, Long> open = new ConcurrentHashMap<>();

    /** @param patience from the connection to the end of the handshake */
    public Handshakes(SSLContext context, Duration patience) {
        this.context = context;
        this.patience = patience;
    }

    /** What the library is given. */
    public SSLContext bounded() {
        return new SSLContext(this, context.getProvider(), context.getProtocol()) {};
    }

    /**
     * Ends connections whose handshake is late.
     *
     * @param now of {@link System#nanoTime}
     */
    public void closeLate(long now) {
        open.forEach((socket, since) -> {
            if (now - since > patience.toNanos() && open.remove(socket) != null) {
                try {
                    socket.close();
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            }
        });
    }

    /** How many have not ended; one that failed counts until its time is over. */
    int underWay() {
        return open.size();
    }

    private SSLSocket begun(SSLSocket secured, Socket plain) {
        secured.setUseClientMode(false);
        secured.setEnabledProtocols(PROTOCOLS);
        open.put(plain, System.nanoTime());
        secured.addHandshakeCompletedListener(_ -> open.remove(plain));
        return secured;
    }

    /** Makes the server's side of connections that callers have opened. */
    private final class Sockets extends SSLSocketFactory {
        private final SSLSocketFactory factory = context.getSocketFactory();

        @Override
        public Socket createSocket(Socket plain, InputStream consumed, boolean autoClose) throws IOException {
            // whoever asks not to close both closes only the one that is given back
            if (factory.createSocket(plain, consumed, true) instanceof SSLSocket secured) {
                return begun(secured, plain);
            }
            throw new IOException("no TLS");
        }

        @Override
        public Socket createSocket(Socket plain, String host, int port, boolean autoClose) throws IOException {
            return createSocket(plain, InputStream.nullInputStream(), autoClose);
        }

        @Override
        public Socket createSocket(String host, int port) {
            throw new UnsupportedOperationException("a server opens no connections");
        }

        @Override
        public Socket createSocket(String host, int port, InetAddress from, int fromPort) {
            throw new UnsupportedOperationException("a server opens no connections");
        }

        @Override
        public Socket createSocket(InetAddress host, int port) {
            throw new UnsupportedOperationException("a server opens no connections");
        }

        @Override
        public Socket createSocket(InetAddress host, int port, InetAddress from, int fromPort) {
            throw new UnsupportedOperationException("a server opens no connections");
        }

        @Override
        public String[] getDefaultCipherSuites() {
            return factory.getDefaultCipherSuites();
        }

        @Override
        public String[] getSupportedCipherSuites() {
            return factory.getSupportedCipherSuites();
        }
    }

    @Override
    protected SSLSocketFactory engineGetSocketFactory() {
        return new Sockets();
    }

    @Override
    protected void engineInit(KeyManager[] keys, TrustManager[] trust, SecureRandom random) {
        throw new UnsupportedOperationException("the context is ready");
    }

    @Override
    protected SSLServerSocketFactory engineGetServerSocketFactory() {
        return context.getServerSocketFactory();
    }

    @Override
    protected SSLEngine engineCreateSSLEngine() {
        return context.createSSLEngine();
    }

    @Override
    protected SSLEngine engineCreateSSLEngine(String host, int port) {
        return context.createSSLEngine(host, port);
    }

    @Override
    protected SSLSessionContext engineGetServerSessionContext() {
        return context.getServerSessionContext();
    }

    @Override
    protected SSLSessionContext engineGetClientSessionContext() {
        return context.getClientSessionContext();
    }

    @Override
    protected SSLParameters engineGetDefaultSSLParameters() {
        return context.getDefaultSSLParameters();
    }

    @Override
    protected SSLParameters engineGetSupportedSSLParameters() {
        return context.getSupportedSSLParameters();
    }
}
