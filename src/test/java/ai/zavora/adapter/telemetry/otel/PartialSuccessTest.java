package ai.zavora.adapter.telemetry.otel;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class PartialSuccessTest {

    @ParameterizedTest
    @CsvSource({
        "'', 0",
        "0a00, 0",
        "0a020807, 7",
        "0a0308ac02, 300",
        "0a06120378797a08, 0",
        "0a07120378797a0805, 5",
        "1201780a020801, 1",
        "08050a020801, 1",
        "0d000000000a020801, 1",
        "0900000000000000000a020801, 1",
        "0a0412027879, 0",
        "0a7f0801, 0",
        "0affffffffffffffff7f0801, 0",
        "0a0b08ffffffffffffffffff01, 0",
        "0a, 0",
        "3c68746d6c3e, 0"
    })
    void readsTheNumberOfRejectedRecords(String hex, long rejected) {
        assertThat(PartialSuccess.rejected(HexFormat.of().parseHex(hex))).isEqualTo(rejected);
    }

    @Test
    void readsAnyBytesToAnEnd() {
        var random = new Random(5);
        for (var i = 0; i < 20_000; i++) {
            var bytes = new byte[random.nextInt(12)];
            random.nextBytes(bytes);
            if (bytes.length > 0) {
                bytes[0] = 0x0a;
            }
            assertThat(PartialSuccess.rejected(bytes)).isNotNegative();
        }
    }
}
