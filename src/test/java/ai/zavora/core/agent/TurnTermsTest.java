package ai.zavora.core.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

/** What a caller wants for one turn stays within the settings. */
final class TurnTermsTest {
    private static TurnTerms bound(int most) {
        return new TurnTerms(Optional.empty(), OptionalInt.of(most));
    }

    @Test
    void theLowerBoundHolds() {
        assertThat(bound(5).maxOutputTokens(OptionalInt.of(9))).hasValue(5);
        assertThat(bound(9).maxOutputTokens(OptionalInt.of(5))).hasValue(5);
        assertThat(bound(5).maxOutputTokens(OptionalInt.empty())).hasValue(5);
        assertThat(TurnTerms.NONE.maxOutputTokens(OptionalInt.of(5))).hasValue(5);
        assertThat(TurnTerms.NONE.maxOutputTokens(OptionalInt.empty())).isEmpty();
    }

    @Test
    void instructionsFollowTheAgentsOwn() {
        assertThat(new TurnTerms(Optional.of("Be kind."), OptionalInt.empty()).system("Own."))
                .isEqualTo("Own.\n\nBe kind.");
        assertThat(TurnTerms.NONE.system("Own.")).isEqualTo("Own.");
    }
}
