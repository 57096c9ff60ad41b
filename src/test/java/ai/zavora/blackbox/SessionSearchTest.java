package ai.zavora.blackbox;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a search takes at most. */
final class SessionSearchTest extends ProgramTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "sqlite | $(seq 201) | 200 is the limit",
                "sqlite | $(seq 1000) | 200 is the limit",
                "sqlite | \"$(printf '%010001d' 0)\" | 10000 characters is the limit",
                "sqlite | \"$(printf '%049999d' 0)\" | 10000 characters is the limit",
                "memory | $(seq 1000) | 200 is the limit",
                "memory | \"$(printf '%049999d' 0)\" | 10000 characters is the limit"
            })
    void whatIsTooLongIsNoDamage(String backend, String words, String limit) throws Exception {
        assertThat(program().run("ask", "--session-backend", "sqlite", "hello").exit())
                .isZero();
        var run = program().shell("\"$ZAVORA\" --session-backend " + backend + " sessions search " + words);
        failsInText(run, 42, "INPUT");
        assertThat(run.err()).contains(limit).doesNotContain("damaged");
    }

    @ParameterizedTest
    @ValueSource(strings = {"$(yes hello | head -n 200)", "hello \"$(printf '%010000d' 0)\""})
    void whatIsJustShortEnoughIsLookedFor(String words) throws Exception {
        var prompt = "hello " + "0".repeat(10_000);
        assertThat(program().run("ask", "--session-backend", "sqlite", prompt).exit())
                .isZero();
        var run = program().shell("\"$ZAVORA\" --session-backend sqlite sessions search " + words);
        assertThat(run.exit()).as(run.err()).isZero();
        assertThat(run.out()).contains("hello");
    }
}
