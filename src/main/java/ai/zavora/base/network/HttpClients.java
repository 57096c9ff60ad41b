package ai.zavora.base.network;

import ai.zavora.base.config.NetworkSettings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.SocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.security.GeneralSecurityException;
import java.util.List;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;

/** The JDK's HTTP client with our proxies and certificates, for whatever is no model. */
public final class HttpClients {
    private HttpClients() {}

    /**
     * A client to be completed; it follows no redirects.
     *
     * @param secure whether it will speak TLS
     * @throws ai.zavora.base.error.ZavoraException INPUT, when the certificates cannot be used
     */
    public static HttpClient.Builder builder(NetworkSettings network, boolean secure) {
        return HttpClient.newBuilder()
                .followRedirects(HttpClient.Redirect.NEVER)
                .proxy(new OurProxies(network))
                // without one, the client would read the JDK's whole list of authorities, also for plain HTTP
                .sslContext(secure ? trust(network) : trustNobody());
    }

    private static SSLContext trust(NetworkSettings network) {
        try {
            return TlsTrust.context(network.caBundle());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("TLS is not available", e);
        }
    }

    private static SSLContext trustNobody() {
        try {
            var context = SSLContext.getInstance("TLS");
            context.init(new KeyManager[0], new TrustManager[0], null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("TLS is not available", e);
        }
    }

    private static final class OurProxies extends ProxySelector {
        private final NetworkSettings network;

        OurProxies(NetworkSettings network) {
            this.network = network;
        }

        @Override
        public List<Proxy> select(URI target) {
            return Proxies.proxyFor(target, network)
                    .map(proxy ->
                            new Proxy(Proxy.Type.HTTP, new InetSocketAddress(Proxies.host(proxy), Proxies.port(proxy))))
                    .map(List::of)
                    .orElse(List.of(Proxy.NO_PROXY));
        }

        @Override
        public void connectFailed(URI target, SocketAddress proxy, IOException failure) {
            // the request fails with it
        }
    }
}
