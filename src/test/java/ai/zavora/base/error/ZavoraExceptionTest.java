package ai.zavora.base.error;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ZavoraExceptionTest {
    @Test
    void noneOfItsTextsHoldsAKey() {
        var key = "glpat" + "-abcd1234efgh5678ijkl";

        var failure = new ZavoraException(
                ErrorKind.PROVIDER,
                new Wording("It refused " + key + ".", "It refused " + key + ": " + key),
                "Do not use " + key + ".");

        assertThat(failure.wording())
                .isEqualTo(new Wording("It refused [REDACTED].", "It refused [REDACTED]: [REDACTED]"));
        assertThat(failure.getMessage()).isEqualTo("It refused [REDACTED]: [REDACTED]");
        assertThat(failure.hint()).isEqualTo("Do not use [REDACTED].");
    }
}
