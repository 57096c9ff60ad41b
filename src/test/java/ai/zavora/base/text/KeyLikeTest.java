package ai.zavora.base.text;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class KeyLikeTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "sk-CANARY",
                "SK-canary",
                "gsk_1",
                "AIzaSy1",
                "Bearer x",
                "glpat-" + "Q7Q7Q7Q7Q7Q7Q7Q7Q7Q7",
                "nvapi-" + "Q7Q7Q7Q7Q7Q7-Q7Q7Q7Q7_Q7",
                "0123456789abcdef0123456789abcdef",
            })
    void aKeyIsNotRepeated(String text) {
        assertThat(KeyLike.test(text)).isTrue();
        assertThat(KeyLike.quoted(" " + text)).isEqualTo("what looks like a key");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "openai",
                "gpt-4o-mini",
                "skill",
                "claude-sonnet-4-5-20250929-and-some-more",
                "xai-org/grok-1",
                "npm_",
                "asia-northeast1-model-2",
                "nvapi-model-nemotron-70b",
                "1"
            })
    void otherWordsAre(String text) {
        assertThat(KeyLike.test(text)).isFalse();
        assertThat(KeyLike.quoted(text)).isEqualTo("'" + text + "'");
    }
}
