package ai.zavora.surface.server.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.zavora.base.error.ZavoraException;
import ai.zavora.surface.server.wire.ApiException;
import ai.zavora.surface.server.wire.ApiRequest;
import ai.zavora.surface.server.wire.ClientConnection;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class OriginsTest {
    private static final String LOCAL = "192.0.2.7:8787";

    /** Header lines such as {@code Host: a}, parted by semicolons. */
    private record Fields(List<String> lines) implements ApiRequest.Headers {
        static Fields of(String text) {
            return new Fields(text.isEmpty() ? List.of() : List.of(text.split("; ")));
        }

        @Override
        public Optional<String> first(String name) {
            return all(name).stream().findFirst();
        }

        @Override
        public List<String> all(String name) {
            var values = new ArrayList<String>();
            for (var line : lines) {
                if (line.startsWith(name + ":")) {
                    values.add(line.substring(name.length() + 1));
                }
            }
            return values;
        }
    }

    private record Connection(String local) implements ClientConnection {
        @Override
        public String peer() {
            return "192.0.2.9";
        }

        @Override
        public Watch watch(Runnable gone) {
            return () -> {};
        }
    }

    /** 200, or the status of the refusal. */
    private static int status(String listening, String target, String fields) {
        var origins = new Origins(InetAddress.ofLiteral(listening), List.of("agent.example.org", "::2"));
        var request = new ApiRequest(
                "id",
                "GET",
                new ApiRequest.Target(target, name -> Optional.empty()),
                Fields.of(fields),
                limit -> new byte[0],
                new Connection(LOCAL));
        try {
            origins.check(request, RequestTarget.parse(target));
            return 200;
        } catch (ApiException e) {
            return e.status();
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            127.0.0.1:8787          | 200
            127.0.0.1               | 200
            127.0.0.1:              | 200
            localhost:8787          | 200
            LOCALHOST               | 200
            localhost.:8787         | 200
            localhost..             | 400
            [::1]:8787              | 200
            [0:0:0:0:0:0:0:1]       | 200
            [::ffff:127.0.0.1]:1    | 200
            agent.example.org       | 200
            Agent.Example.Org.:443  | 200
            [::2]                   | 200
            evil.example            | 403
            localhost.evil.example  | 403
            127.0.0.1.evil.example  | 403
            192.0.2.7:8787          | 403
            [::3]                   | 403
            localhost:0             | 400
            localhost:65536         | 400
            localhost:99999999999   | 400
            localhost:+80           | 400
            localhost:8a            | 400
            localhost:80:80         | 400
            localhost@evil.example  | 400
            user@localhost          | 400
            localhost/path          | 400
            local host              | 400
            [::1                    | 400
            [::1]evil               | 400
            [localhost]             | 400
            []                      | 400
            ::1                     | 400
            :8787                   | 400
            .                       | 400
            999.1.1.1               | 400
            """)
    void hosts(String host, int status) {
        assertThat(status("127.0.0.1", "/healthz", "Host:" + host)).isEqualTo(status);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "Host:", "Host:localhost; Host:localhost", "Host:localhost; Host:evil.example"})
    void exactlyOneHostIsNeeded(String fields) {
        assertThat(status("127.0.0.1", "/healthz", fields)).isEqualTo(400);
    }

    @ParameterizedTest
    @CsvSource({
        "0.0.0.0, 192.0.2.7:8787, 200",
        "::, 192.0.2.7, 200",
        "0.0.0.0, 127.0.0.1, 200",
        "0.0.0.0, 0.0.0.0, 200",
        "0.0.0.0, 192.0.2.8, 403",
        "0.0.0.0, evil.example, 403",
        "192.0.2.7, 192.0.2.7:8787, 200",
        "127.0.0.1, 192.0.2.7:8787, 403"
    })
    void anAddressForAllStandsForTheOneThatWasCalled(String listening, String host, int status) {
        assertThat(status(listening, "/healthz", "Host:" + host)).isEqualTo(status);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            /v1/ask                           | localhost    | 200
            http://localhost:8787/v1/ask      | localhost    | 200
            HTTP://LOCALHOST                  | localhost    | 200
            http://evil.example/v1/ask        | localhost    | 403
            http://localhost/v1/ask           | evil.example | 403
            http://user@localhost/v1/ask      | localhost    | 400
            http:///v1/ask                    | localhost    | 400
            ftp://localhost/v1/ask            | localhost    | 400
            """)
    void targets(String target, String host, int status) {
        assertThat(status("127.0.0.1", target, "Host:" + host)).isEqualTo(status);
    }

    @ParameterizedTest
    @CsvSource({
        "/a/b?c, '', /a/b?c",
        "http://h:1/a//b, http, /a//b",
        "https://h, https, /",
        "//h/a, '', //h/a",
        "*, '', *",
        "://h, '', ://h"
    })
    void targetsHaveAPath(String text, String scheme, String path) {
        var target = RequestTarget.parse(text);

        assertThat(target.scheme()).isEqualTo(scheme);
        assertThat(target.path()).isEqualTo(path);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            Origin:http://localhost:8787                               | 200
            Origin:http://127.0.0.1:8787                               | 200
            Origin:http://[::1]:8787                                   | 200
            Origin:https://localhost.:8787                             | 200
            Origin:https://agent.example.org                           | 200
            Origin:http://agent.example.org:3000                       | 200
            Origin:http://localhost:3000                               | 403
            Origin:http://localhost                                    | 403
            Origin:null                                                | 403
            Origin:                                                    | 403
            Origin:localhost:8787                                      | 403
            Origin:http://evil.example:8787                            | 403
            Origin:ftp://localhost:8787                                | 403
            Origin:file://                                             | 403
            Origin:http://user@localhost:8787                          | 403
            Origin:http://localhost:8787@evil.example                  | 403
            Origin:http://localhost:8787/                              | 403
            Origin:http://localhost:8787/page                          | 403
            Origin:http://localhost:8787 http://evil.example           | 403
            Origin:http://localhost:8787; Origin:http://evil.example   | 403
            Origin:http://localhost:8787; Origin:http://localhost:8787 | 200
            Sec-Fetch-Site:cross-site                                  | 403
            Sec-Fetch-Site: Cross-Site                                 | 403
            Sec-Fetch-Site:none; Sec-Fetch-Site:cross-site             | 403
            Sec-Fetch-Site:same-origin                                 | 200
            Sec-Fetch-Site:same-site                                   | 200
            Sec-Fetch-Site:none                                        | 200
            Origin:http://localhost:8787; Sec-Fetch-Site:cross-site    | 403
            """)
    void origins(String fields, int status) {
        assertThat(status("127.0.0.1", "/v1/ask", "Host:localhost:8787; " + fields))
                .isEqualTo(status);
    }

    @ParameterizedTest
    @ValueSource(strings = {"https://agent.example.org", "agent.example.org:80", "*", "a b", "*.example.org", "-a"})
    void anAllowedHostIsAName(String name) {
        assertThatThrownBy(() -> new Origins(InetAddress.ofLiteral("127.0.0.1"), List.of(name)))
                .isInstanceOf(ZavoraException.class);
    }

    @Test
    void anAuthorityHasOneSpelling() {
        assertThat(Authority.parse("[2001:DB8::0:1]:80")).isEqualTo(Authority.parse("[2001:db8:0:0:0:0:0:1]:80"));
    }
}
