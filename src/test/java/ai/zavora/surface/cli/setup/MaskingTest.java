package ai.zavora.surface.cli.setup;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class MaskingTest {

    @ParameterizedTest
    @CsvSource({
        "sk-0123456789, sk-****...****6789",
        "0123456789, 012****...****6789",
        "012345678, *******78",
        "abc, *bc",
        "ab, **",
        "a, *",
        "'', ''",
        "ключ-🔑🔑-секрет, клю****...****крет",
        "🔑🔑🔑, *🔑🔑",
        "🔑🔑, **"
    })
    void showsOnlyWhatTellsAKeyFromAnother(String key, String shown) {
        assertThat(Masking.of(key)).isEqualTo(shown);
    }
}
