package ai.zavora.base.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class NearestTest {
    private static final List<String> WORDS =
            List.of("ask", "chat", "models", "profiles", "completion", "--provider", "--profile", "session_backend");

    @ParameterizedTest
    @CsvSource({
        "aks,ask",
        "caht,chat",
        "model,models",
        "profil,profiles",
        "comp,completion",
        "copmle,completion",
        "CHAT,chat",
        "--provder,--provider",
        "--profil,--profile",
        "sesion_backend,session_backend",
        "session-backend,session_backend"
    })
    void findsTheWordThatWasMeant(String written, String meant) {
        assertThat(Nearest.to(written, WORDS)).contains(meant);
    }

    @ParameterizedTest
    @CsvSource({"x", "zebra", "''", "weather", "--zzzzzzzz"})
    void saysNothingWhenNothingIsNear(String written) {
        assertThat(Nearest.to(written, WORDS)).isEmpty();
    }

    @Test
    void doesNotSpendTimeOnWordsNobodyMistypes() {
        assertThat(Nearest.to("a".repeat(100_000), List.of("a".repeat(100_001))))
                .isEmpty();
    }
}
