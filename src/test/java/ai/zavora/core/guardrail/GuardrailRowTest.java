package ai.zavora.core.guardrail;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Numbers one behind the other: each is looked at, unless a longer number that is no find leads up to it. */
final class GuardrailRowTest {
    private static final String CARD = "[CREDIT CARD REDACTED]";

    private final Guardrail guardrail = new Guardrail(List.of(), "#");

    @ParameterizedTest
    @CsvSource({
        "4111-1111-1111-1111-5500-0000-0000-0004, CARD-CARD",
        "4111-1111-1111-1111-5500-0000-0000-0004-4111-1111-1111-1111, CARD-CARD-CARD",
        "4111111111111111-5500000000000004, CARD-CARD",
        "4111111111111111.5500000000000004, CARD.CARD",
        "4111 1111 1111 1111 5500 0000 0000 0004, CARD CARD",
        "4111\u20111111\u20111111\u20111111\u20115500\u20110000\u20110000\u20110004, CARD\u2011CARD",
        "4111-1111-1111-1111-2026-11-25, CARD-2026-11-25",
        "4111-1111-1111-1111-123-45-6789, CARD-[SSN REDACTED]",
        "4111-1111-1111-1112-5500-0000-0000-0004, 4111-1111-1111-1112-5500-0000-0000-0004",
        "1-4111111111111111, 1-4111111111111111",
        "4111111111111111-1-5500000000000004, CARD-1-5500000000000004"
    })
    void findsEachNumberOfARow(String text, String expected) {
        var redacted = expected.replace("CARD", CARD);
        assertThat(guardrail.redact(text).text()).isEqualTo(redacted);
        for (var split = 1; split < text.length(); split++) {
            var guarded = guardrail.open();
            var out = guarded.accept(text.substring(0, split)) + guarded.accept(text.substring(split));
            assertThat(out + guarded.finish()).as("split at %d", split).isEqualTo(redacted);
        }
    }
}
