package ai.zavora.adapter.provider.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.zavora.base.error.ErrorKind;
import ai.zavora.base.error.ZavoraException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class BaseUrlTest {

    @ParameterizedTest
    @CsvSource({
        "https://api.example.com, https://api.example.com/v1/messages",
        "https://api.example.com/, https://api.example.com/v1/messages",
        "https://api.example.com/v1/, https://api.example.com/v1/messages",
        "http://127.0.0.1:8080/team/a, http://127.0.0.1:8080/team/a/v1/messages",
        "http://model_server:8000, http://model_server:8000/v1/messages",
        "http://[::1]:8080, http://[::1]:8080/v1/messages"
    })
    void addsVersionAndPath(String base, String address) {
        assertThat(BaseUrl.endpoint("Example", base, "/v1", "/messages")).hasToString(address);
    }

    @Test
    void escapesWhatAPathCannotHold() {
        assertThat(BaseUrl.endpoint("Example", "http://h", "/v1", "/models/a b?c:go"))
                .hasToString("http://h/v1/models/a%20b%3Fc:go");
    }

    @ParameterizedTest
    @ValueSource(strings = {"api.example.com", "ftp://api.example.com", "http://", "http:// secret", ""})
    void refusesOtherTextWithoutRepeatingIt(String base) {
        assertThatThrownBy(() -> BaseUrl.endpoint("Example", base, "/v1", "/messages"))
                .isInstanceOfSatisfying(ZavoraException.class, e -> {
                    assertThat(e.kind()).isEqualTo(ErrorKind.INPUT);
                    assertThat(e.getMessage() + e.hint()).contains("Example").doesNotContain("secret");
                });
    }
}
