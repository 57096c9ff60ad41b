package ai.zavora.surface.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is no file of prices. */
final class TelemetryPricesTest {
    @TempDir
    Path folder;

    private CliRun report(String prices) {
        return CliRun.in(folder).run("telemetry", "report", "--prices", prices);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{",
                "[]",
                "{}",
                "{\"models\":{\"a/b\":{}}}",
                "{\"models\":{\"a/b\":{\"input\":1,\"output\":\"2\"}}}",
                "{\"models\":{\"a/b\":{\"input\":-1,\"output\":2}}}"
            })
    void wrongPricesAreAnInputError(String prices) throws IOException {
        Files.writeString(folder.resolve("prices.json"), prices);

        var run = report("prices.json");

        assertThat(run.exitCode()).isEqualTo(42);
        assertThat(run.err()).contains("prices.json", "Hint: Write {\"currency\"");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "[] | holds JSON, but no object",
                "{\"models\":{} | is not JSON",
                "{} | has no object \"models\"",
                "{\"models\":{\"a/b\":5}} | has no object of prices for \"a/b\"",
                "{\"models\":{\"a/b\":{\"input\":1}}} | gives no \"output\" price for \"a/b\"",
                "{\"models\":{\"a/b\":{\"output\":1}}} | gives no \"input\" price for \"a/b\"",
                "{\"models\":{\"a/b\":{\"input\":-1,\"output\":1}}} | has no number from 0 to 1000000000 for \"input\" of \"a/b\"",
                "{\"models\":{\"a/b\":{\"input\":1e300,\"output\":1}}} | has no number from 0 to 1000000000 for \"input\" of \"a/b\"",
                "{\"models\":{\"a/b\":{\"input\":\"1\",\"output\":1}}} | has no number from 0 to 1000000000 for \"input\" of \"a/b\"",
                "{\"models\":{\"a/b\":{\"input\":1,\"outptu\":1,\"output\":1}}} | has \"outptu\" of \"a/b\", but prices are"
                        + " input, cached_input, cache_write, output",
                "{\"currency\":5,\"models\":{}} | has a \"currency\" that is no text",
                "{\"currency\":null,\"models\":{}} | has a \"currency\" that is no text"
            })
    void saysWhatIsWrongWithPrices(String prices, String what) throws IOException {
        Files.writeString(folder.resolve("prices.json"), prices);

        assertThat(report("prices.json").err()).contains("prices.json " + what + ".");
    }

    @Test
    void pricesWithoutEndAreRefused() {
        var run = report("/dev/zero");

        assertThat(run.exitCode()).isEqualTo(42);
        assertThat(run.err())
                .contains("is a pipe, a socket or a device", "Hint: Give --prices the path of a JSON file");
    }

    @Test
    void aFolderIsToldFromAFileWithWrongPrices() {
        var run = report(".");

        assertThat(run.exitCode()).isEqualTo(42);
        assertThat(run.err())
                .contains("is a folder", "Hint: Give --prices the path of a JSON file")
                .doesNotContain("PROVIDER/MODEL");
    }
}
