package ai.zavora.adapter.provider.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

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
}
