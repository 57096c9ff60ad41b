package ai.zavora.core.llm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.zavora.base.config.GuardrailSettings.Mode;
import ai.zavora.core.guardrail.Direction;
import ai.zavora.core.guardrail.Guardrail;
import ai.zavora.core.guardrail.GuardrailPolicy;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

final class GuardedTurnTest {
    /** Says something and breaks off. */
    private record Broken(List<String> pieces) implements ModelClient {
        @Override
        public ModelReply generate(ModelRequest request, Consumer<ModelDelta> onDelta) {
            for (var piece : pieces) {
                onDelta.accept(new ModelDelta.Text(piece));
            }
            throw new IllegalStateException("the stream broke");
        }

        @Override
        public void close() {}
    }

    private static String shown(String... pieces) {
        var policy =
                new GuardrailPolicy(new Guardrail(List.of("password"), "[REDACTED]"), Direction.OUTPUT, Mode.REDACT);
        var text = new StringBuilder();
        var request = new ModelRequest("m", Optional.empty(), List.of(), List.of(), OptionalInt.empty());
        try (var turn = new GuardedTurn(new Broken(List.of(pieces)), policy)) {
            assertThatThrownBy(() -> turn.generate(request, delta -> {
                        if (delta instanceof ModelDelta.Text(var piece)) {
                            text.append(piece);
                        }
                    }))
                    .isInstanceOf(IllegalStateException.class);
        }
        return text.toString();
    }

    @Test
    void theBeginningOfASecretIsNotShownWhenTheStreamBreaks() {
        assertThat(shown("The key is ", "ghp_" + "abcdefghijklmnopqrstuvwxyz012345678"))
                .doesNotContain("ghp_", "abc");
        assertThat(shown("The word is ", "passwor")).doesNotContain("pass");
    }

    @Test
    void whatIsNoBeginningOfAFindIsShownUpToTheBreak() {
        assertThat(shown("Once ", "upon ", "a time. ")).startsWith("Once upon");
    }
}
