package ai.zavora.adapter.provider.http;

import static org.assertj.core.api.Assertions.assertThat;

import ai.zavora.core.llm.ModelException.Reason;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RefusalsTest {

    private static Optional<Duration> retryAfter(Map<String, String> headers) {
        return Refusals.retryAfter(new ResponseHead(429, headers));
    }

    @Test
    void retryAfterInSeconds() {
        assertThat(retryAfter(Map.of("retry-after", "7"))).contains(Duration.ofSeconds(7));
    }

    @Test
    void retryAfterAsADateIsMeasuredFromTheServersOwnClock() {
        var headers = new HashMap<String, String>();
        headers.put("retry-after", "Wed, 21 Oct 2015 07:28:30 GMT");
        assertThat(retryAfter(headers)).isEmpty();
        headers.put("date", "Wed, 21 Oct 2015 07:28:00 GMT");
        assertThat(retryAfter(headers)).contains(Duration.ofSeconds(30));
        headers.put("date", "Wed, 21 Oct 2015 07:29:00 GMT");
        assertThat(retryAfter(headers)).contains(Duration.ZERO);
    }

    @Test
    void retryAfterThatIsNeitherIsIgnored() {
        assertThat(retryAfter(Map.of("retry-after", "soon", "date", "Wed, 21 Oct 2015 07:28:00 GMT")))
                .isEmpty();
        assertThat(retryAfter(Map.of())).isEmpty();
    }

    @Test
    void anEmptyAccountIsNoMistakeOfTheRequest() {
        var refusals = new Refusals("Acme", Optional.empty(), List.of(), (status, body) -> Reason.BAD_REQUEST);

        var refused =
                refusals.of(new ResponseHead(402, Map.of()), "{\"error\":{\"message\":\"Insufficient Balance\"}}");

        assertThat(refused.reason()).isEqualTo(Reason.RATE_LIMITED);
        assertThat(refused.hint()).contains("billing");
    }

    @Test
    void ofTwoSecretsTheLongerIsTakenOutFirst() {
        var refusals = new Refusals(
                "Acme", Optional.empty(), List.of("proxypw", "proxypw-9f8e7d6c"), (status, body) -> Reason.BAD_REQUEST);

        assertThat(refusals.safe("no key proxypw-9f8e7d6c here")).isEqualTo("no key [REDACTED] here");
    }

    @Test
    void aSecretIsTakenOutOfAnAddressToo() {
        var refusals =
                new Refusals("Acme", Optional.empty(), List.of("a+b/c=d e"), (status, body) -> Reason.BAD_REQUEST);

        assertThat(refusals.safe("no access to /v1?token=a%2Bb%2Fc%3Dd+e"))
                .isEqualTo("no access to /v1?token=[REDACTED]");
    }

    @Test
    void namesOfParametersAndPagesAreNoKeys() {
        var refusals = new Refusals("Acme", Optional.empty(), List.of(), (status, body) -> Reason.BAD_REQUEST);

        assertThat(refusals.safe("no 'key_features', see docs/api-reference/chat; key-1234567 api_abc*** sk-abcdefgh"))
                .isEqualTo("no 'key_features', see docs/api-reference/chat; [REDACTED] [REDACTED] [REDACTED]");
    }

    /** What is left of one would not be known for a key. */
    @Test
    void aKeyIsTakenOutBeforeTheTextIsCutOff() {
        var refusals = new Refusals("Acme", Optional.empty(), List.of(), (status, body) -> Reason.BAD_REQUEST);

        assertThat(refusals.safe("a ".repeat(145) + "AKIA" + "IOSFODNN7" + "EXAMPLE"))
                .isEqualTo("a ".repeat(145) + "[REDACTED]");
    }

    @ParameterizedTest
    @ValueSource(strings = {"https://other.example:8443", "http://[::1]:80", "https://other.example"})
    void aRedirectIsToldWithItsPort(String origin) {
        var refusals = new Refusals("Acme", Optional.empty(), List.of(), (status, body) -> Reason.BAD_REQUEST);

        var redirected = refusals.of(new ResponseHead(302, Map.of("location", origin + "/x")), "");

        assertThat(redirected.getMessage()).contains("elsewhere to " + origin + " (HTTP 302)");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "purple elephant",
                "{\\\"content\\\":\\\"canary\\\\n purple  elephant\\\"}",
                "canary\\u00a0purple elep",
                "\\u0063anary \\u0070urple",
                "https://purple.elephant"
            })
    void whatAProviderSaysIsForPeopleAndNeverInOurOwnWords(String echo) {
        var refusals = new Refusals("Acme", Optional.empty(), List.of(), (status, body) -> Reason.BAD_REQUEST);
        var body = "{\"error\":{\"message\":\"bad request: " + echo + "\"}}";

        var refused = refusals.of(new ResponseHead(400, Map.of()), body).toZavora();
        var redirected =
                refusals.of(new ResponseHead(302, Map.of("location", echo)), "").toZavora();

        assertThat(refused.getMessage()).startsWith("Acme refused the request (HTTP 400): bad request: ");
        assertThat(refused.wording().own()).isEqualTo("Acme refused the request (HTTP 400).");
        assertThat(redirected.wording().own()).isEqualTo("Acme redirects elsewhere (HTTP 302), which is not followed.");
        assertThat(refused.hint() + redirected.hint()).doesNotContain("elep", "canary", "purple");
    }
}
