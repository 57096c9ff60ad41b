package ai.zavora.base.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.zavora.base.config.NetworkSettings;
import ai.zavora.base.error.ErrorKind;
import ai.zavora.base.error.ZavoraException;
import java.net.URI;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProxiesTest {
    private static final URI SECURE = URI.create("http://secure-proxy:1");
    private static final URI PLAIN = URI.create("http://plain-proxy:2");

    private static Optional<URI> proxy(String target, String noProxy) {
        var network = new NetworkSettings(
                Optional.of(SECURE), Optional.of(PLAIN), Arrays.asList(noProxy.split(";")), Optional.empty());
        return Proxies.proxyFor(URI.create(target), network);
    }

    @Test
    void eachSchemeHasItsProxy() {
        assertThat(proxy("https://api.example/v1", "")).contains(SECURE);
        assertThat(proxy("http://api.example/v1", "")).contains(PLAIN);
    }

    @ParameterizedTest
    @CsvSource({
        "https://api.example, *, true",
        "https://api.example, api.example, true",
        "https://API.Example, api.example, true",
        "https://api.example, .example, true",
        "https://api.example, example, true",
        "https://api.example, *.example, true",
        "https://api.example, pi.example, false",
        "https://api.example, api.example:443, true",
        "https://api.example:8443, api.example:443, false",
        "https://10.0.0.5, other; 10.0.0.5, true",
        "https://[2001:db8::1]/v1, 2001:db8::1, true",
        "https://api.example, other, false",
        "http://model_server:8000/v1, model_server, true",
        "http://model_server:8000/v1, model_server:8000, true",
        "http://model_server:8000/v1, server, false",
        "http://localhost:11434, none, true",
        "http://127.0.0.1:11434, none, true",
        "http://[::1]:11434, none, true"
    })
    void excludedAndLocalHostsAreReachedDirectly(String target, String noProxy, boolean direct) {
        assertThat(proxy(target, noProxy).isEmpty()).isEqualTo(direct);
    }

    @Test
    void aProxyOfAnotherKindIsRefusedWithoutShowingItsPassword() {
        var network = new NetworkSettings(
                Optional.of(URI.create("socks5://user:secret@proxy:1")), Optional.empty(), List.of(), Optional.empty());
        assertThatThrownBy(() -> Proxies.proxyFor(URI.create("https://api.example"), network))
                .isInstanceOfSatisfying(ZavoraException.class, e -> {
                    assertThat(e.kind()).isEqualTo(ErrorKind.INPUT);
                    assertThat(e.getMessage() + e.hint()).doesNotContain("secret");
                });
    }

    @Test
    void theCredentialOfTheProxyIsDecoded() {
        // "us er:p+w@" in Base64
        assertThat(Proxies.authorization(URI.create("http://us%20er:p+w%40@proxy:1")))
                .contains("Basic dXMgZXI6cCt3QA==");
        assertThat(Proxies.authorization(URI.create("http://proxy:1"))).isEmpty();
    }
}
