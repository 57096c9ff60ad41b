package ai.zavora.adapter.telemetry.otel;

import ai.zavora.base.config.NetworkSettings;
import ai.zavora.base.config.OtlpSettings;
import ai.zavora.base.network.Proxies;
import ai.zavora.base.network.TlsTrust;
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

/** Makes the HTTP client for the collector, with the proxies and certificates of every client of ours. */
final class CollectorClient {
    private CollectorClient() {}

    static HttpClient open(OtlpSettings settings) {
        var secure = settings.endpoints().values().stream().anyMatch(Proxies::isTls);
        var client = HttpClient.newBuilder()
                // with TLS the three signals share a connection; without it HTTP/2 is an upgrade few collectors know
                .version(secure ? HttpClient.Version.HTTP_2 : HttpClient.Version.HTTP_1_1)
                .followRedirects(HttpClient.Redirect.NEVER)
                .connectTimeout(settings.delivery().timeout())
                .proxy(new OurProxies(settings.network()));
        // without one, the client would read the JDK's whole list of authorities, also for plain HTTP
        client.sslContext(secure ? trust(settings.network()) : trustNobody());
        return client.build();
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
