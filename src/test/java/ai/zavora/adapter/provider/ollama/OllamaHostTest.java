package ai.zavora.adapter.provider.ollama;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.zavora.base.error.ErrorKind;
import ai.zavora.base.error.ZavoraException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class OllamaHostTest {

    @ParameterizedTest
    @CsvSource({
        "localhost, http://localhost:11434",
        "box, http://box:11434",
        "box:8080, http://box:8080",
        "ollama_1, http://ollama_1:11434",
        "http://ollama_1:8080/api, http://ollama_1:8080/api",
        ":8080, http://127.0.0.1:8080",
        "0.0.0.0, http://127.0.0.1:11434",
        "0.0.0.0:1, http://127.0.0.1:1",
        "192.168.1.5, http://192.168.1.5:11434",
        "http://box:8080, http://box:8080",
        "http://box:8080/, http://box:8080",
        "http://box, http://box:80",
        "https://box, https://box:443",
        "HTTPS://box:9/ollama/, https://box:9/ollama",
        "box/ollama, http://box:11434/ollama",
        "::1, http://[::1]:11434",
        "[::1], http://[::1]:11434",
        "[::1]:8080, http://[::1]:8080",
        "[::]:8080, http://[::1]:8080",
        "'  box:8080 ', http://box:8080"
    })
    void readsEveryFormOllamaTakes(String text, String address) {
        assertThat(OllamaHost.parse(text)).hasToString(address);
    }

    @Test
    void takesQuotesOffAndTheDefaultForNothing() {
        assertThat(OllamaHost.parse("\"box:8080\"")).hasToString("http://box:8080");
        assertThat(OllamaHost.parse(" ")).hasToString("http://localhost:11434");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ftp://box",
                "box:port",
                "box:70000",
                "a b",
                "http://user:secret word@box",
                "user:secret@box",
                "secret@box_1:1"
            })
    void refusesOtherTextWithoutRepeatingIt(String text) {
        assertThatThrownBy(() -> OllamaHost.parse(text)).isInstanceOfSatisfying(ZavoraException.class, e -> {
            assertThat(e.kind()).isEqualTo(ErrorKind.INPUT);
            assertThat(e.getMessage() + e.hint()).doesNotContain("secret");
        });
    }
}
