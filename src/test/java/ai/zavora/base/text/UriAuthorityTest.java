package ai.zavora.base.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class UriAuthorityTest {
    @ParameterizedTest
    @CsvSource({
        "http://api.example.com/v1, api.example.com, -1",
        "http://model_server:8000/v1, model_server, 8000",
        "http://team_a.model_server, team_a.model_server, -1",
        "http://user_1:pass_word@model_server:80, model_server, 80",
        "http://127.0.0.1:11434, 127.0.0.1, 11434",
        "http://server:65535, server, 65535",
        "http://[::1]:8080/a_b, [::1], 8080"
    })
    void namesHostAndPortAlsoWithAnUnderscore(String address, String host, int port) {
        var named = UriAuthority.of(URI.create(address));
        assertThat(named).map(UriAuthority::host).contains(host);
        assertThat(named).map(UriAuthority::port).contains(port);
    }

    @Test
    void keepsTheUserAsWritten() {
        assertThat(UriAuthority.required(URI.create("http://user_1:pass%20word@model_server"))
                        .userInfo())
                .contains("user_1:pass%20word");
        assertThat(UriAuthority.required(URI.create("http://model_server")).userInfo())
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "mailto:someone",
                "/path",
                "http://model..server",
                "http://a_b:port",
                "http://-a_b",
                "http:///v1",
                "http://server:65536",
                "http://[::1]:99999"
            })
    void namesNobodyWhereThereIsNoHost(String address) {
        assertThat(UriAuthority.of(URI.create(address))).isEmpty();
    }
}
