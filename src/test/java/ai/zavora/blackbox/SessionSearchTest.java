package ai.zavora.blackbox;

import static org.assertj.core.api.Assertions.assertThat;

import ai.zavora.base.json.Json;
import ai.zavora.testing.Reply;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a search finds, and what it takes at most. */
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

    @Test
    void whatAToolIsGivenIsFoundAsPeopleReadIt() throws Exception {
        server.reply(Reply.toolUse("current_unix_time", Json.parseObject("""
                        {"place":"C:\\\\temp","lines":"first\\nsecond"}""")), Reply.text("ΟΔΟΣ"));
        assertThat(program().run("ask", "--session-backend", "sqlite", "hello").exit())
                .isZero();

        assertThat(search("c:\\temp")).contains("place C:\\temp");
        assertThat(search("second")).contains("first second");
        assertThat(search("nsecond")).isEqualTo("Nothing found.\n");
        assertThat(search("οδος")).contains("ΟΔΟΣ");
        assertThat(search("οδοσ")).contains("ΟΔΟΣ");
    }

    private String search(String word) throws Exception {
        var run = program().run("--session-backend", "sqlite", "sessions", "search", word);
        assertThat(run.exit()).as(run.err()).isZero();
        return run.out();
    }
}
