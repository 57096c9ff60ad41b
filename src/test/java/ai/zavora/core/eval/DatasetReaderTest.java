package ai.zavora.core.eval;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import ai.zavora.base.error.ErrorKind;
import ai.zavora.base.error.ZavoraException;
import ai.zavora.core.eval.EvalCase.Demand;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class DatasetReaderTest {
    private static final String GOOD = """
            {
              "name": "n", "version": "1",
              "cases": [
                {"id": "a",
                 "query": "red apples",
                 "chunks": ["one", "two"],
                 "required_terms": ["x", " "], "max_chunks": 2,
                 "min_term_matches": 1},
                {"id": "b", "query": "green pears", "chunks": ["three"]}
              ]
            }
            """;

    private static ZavoraException failure(String json) {
        var failure = catchThrowableOfType(ZavoraException.class, () -> DatasetReader.read(json, "my.json"));
        assertThat(failure).as(json).isNotNull();
        assertThat(failure.kind()).isEqualTo(ErrorKind.INPUT);
        assertThat(failure.hint()).isNotBlank();
        return failure;
    }

    @Test
    void readsWhatItHolds() {
        var dataset = DatasetReader.read(GOOD, "my.json");

        assertThat(dataset)
                .isEqualTo(new Dataset(
                        "n",
                        "1",
                        "",
                        List.of(
                                new EvalCase(
                                        "a", "red apples", List.of("one", "two"), List.of("x", " "), new Demand(2, 1)),
                                new EvalCase(
                                        "b",
                                        "green pears",
                                        List.of("three"),
                                        List.of(),
                                        new Demand(Demand.USUAL_CHUNKS, Demand.ALL)))));
        assertThat(dataset.cases().getFirst().terms()).containsExactly("x");
        assertThat(dataset.cases().getLast().terms()).containsExactly("green", "pears");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                // what is written | in its place | line | what is said
                "\"id\": \"b\"| \"id\": \"a\"| 9| case 2 'a': its id is that of the case in line 4 already",
                "\"id\": \"b\"| \"id\": 7| 9| case 2 (which has no id so far): 'id' must be a string, not a number",
                "\"id\": \"b\"| \"id\": \" \"| 9| case 2 (which has no id so far): 'id' is blank",
                "\"id\": \"b\",| | 9| case 2 (which has no id so far): 'id' is missing",
                "\"query\": \"red apples\"| \"query\": \"\"| 5| case 1 'a': 'query' is blank",
                "\"query\": \"red apples\"| \"query\": null| 5| case 1 'a': 'query' must be a string, not null",
                "\"query\": \"red apples\",| | 4| case 1 'a': 'query' is missing",
                "[\"one\", \"two\"]| []| 6| case 1 'a': 'chunks' holds no text",
                "[\"one\", \"two\"]| \"one\"| 6| case 1 'a': 'chunks' must be an array of strings, not a string",
                "[\"one\", \"two\"]| [\"one\", {}]| 6| case 1 'a': 'chunks[1]' must be a string, not an object",
                "\"required_terms\": [\"x\", \" \"]| \"required_terms\": null| 7| 'required_terms' must be an array of",
                "\"max_chunks\": 2| \"max_chunks\": \"2\"| 7| case 1 'a': 'max_chunks' must be a whole number, not a",
                "\"max_chunks\": 2| \"max_chunks\": 2.5| 7| 'max_chunks' must be a whole number from 0 to",
                "\"max_chunks\": 2| \"max_chunks\": 1e99| 7| 'max_chunks' must be a whole number from 0 to",
                "\"min_term_matches\": 1| \"min_term_matches\": -1| 8| 'min_term_matches' must be a whole number from 0",
                "\"min_term_matches\": 1| \"min_term_match\": 1| 8| 'min_term_match' means nothing here, did you mean 'min_term_matches'?",
                "\"min_term_matches\": 1| \"id\": \"z\"| 8| case 1 'a': 'id' stands twice",
                "\"query\": \"green pears\"| \"query\": \"is it\"| 9| case 2 'b': there is no term to look for",
                "\"name\": \"n\"| \"name\": \"  \"| 2| : 'name' is blank",
                "\"name\": \"n\",| | 11| : 'name' is missing",
                "\"version\": \"1\"| \"version\": 1| 2| : 'version' must be a string, not a number",
                "\"version\": \"1\",| \"version\": \"1\", \"descriptoin\": \"\",| 2| did you mean 'description'?",
                "\"version\": \"1\",| \"version\": \"1\", \"name\": \"\",| 2| 'name' stands twice",
                "\"chunks\": [\"three\"]| \"chunks\": [\"three\" \"four\"]| 9| not well-formed JSON",
                "\"max_chunks\": 2| \"max_chunks\": NaN| 7| case 1 'a': not well-formed JSON",
            })
    void saysTheLineAndTheCaseOfWhatIsWrong(String good, String wrong, int line, String said) {
        assertThat(GOOD).contains(good);

        var failure = failure(GOOD.replace(good, wrong == null ? "" : wrong));

        assertThat(failure.getMessage())
                .startsWith("The data set my.json is wrong in line " + line)
                .contains(said);
    }

    @Test
    void namesTheCaseAlsoWhenItsIdComesLast() {
        var json = """
                {"name": "n", "version": "1", "cases": [
                {"query": 5,
                 "chunks": 6,
                 "id": "late"}]}""";

        assertThat(failure(json).getMessage()).contains("line 2, case 1 'late': 'query' must be");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "[]| an object with name, version and cases was expected, not an array",
                "7| an object with name, version and cases was expected, not a number",
                "{}| 'name' is missing",
                "{\"name\":\"n\",\"version\":\"1\"}| 'cases' is missing",
                "{\"name\":\"n\",\"version\":\"1\",\"cases\":[]}| 'cases' holds no case",
                "{\"name\":\"n\",\"version\":\"1\",\"cases\":{}}| 'cases' must be an array, not an object",
                "{\"name\":\"n\",\"version\":\"1\",\"cases\":[3]}| case 1 (which has no id so far): a case must be an object",
                "{\"name\":\"n\"| the JSON ends too early",
                "{} {}| not well-formed JSON",
            })
    void saysWhatIsMissing(String json, String said) {
        assertThat(failure(json).getMessage()).contains(said);
    }

    @ParameterizedTest
    @ValueSource(strings = {" ", "nonsense", "{'name':1}", "{\"name\":\"n\",}", "\u0000"})
    void refusesWhatIsNoJson(String json) {
        assertThat(failure(json).hint()).contains("JSON");
    }

    @Test
    void aHostileIdStaysOnOneShortLine() {
        var id = "\\u001b[31m\\n" + "x".repeat(10_000);

        var message = failure(GOOD.replace("\"a\"", "\"" + id + "\"").replace("\"red apples\"", "1"))
                .getMessage();

        assertThat(message).hasSizeLessThan(300).doesNotContain("\u001b", "\n");
    }

    @Test
    void whatWouldOutgrowTheMemoryIsRefused() {
        var beginning = "{\"name\":\"n\",\"version\":\"1\",\"cases\":[\n";
        var one = "{\"id\":\"%s\",\"query\":\"word\",\"chunks\":[\"c\"]},\n";
        var cases = new StringBuilder(beginning);
        for (var i = 0; i < 10_001; i++) {
            cases.append(String.format(Locale.ROOT, one, i));
        }

        assertThat(failure(cases.toString()).getMessage()).contains("line 10002, case 10001", "more than 10000 cases");
        assertThat(failure(beginning + "{\"id\":\"a\",\"chunks\":[" + "\"\",".repeat(100_001))
                        .getMessage())
                .contains("line 2, case 1 'a'", "more than 100000 chunks and terms");
        assertThat(failure(beginning + one.replace("word", "w".repeat(32_001))).getMessage())
                .contains("line 2, case 1", "'query' is longer than 32000 characters");
    }

    /** Whatever is broken, the answer is a data set or a typed failure with a line that is there. */
    @Test
    void everyMutilationIsReadOrRefusedWithALine() {
        var random = new Random(7);
        for (var round = 0; round < 20_000; round++) {
            var text = new StringBuilder(GOOD);
            for (var edits = 1 + random.nextInt(3); edits > 0; edits--) {
                var at = random.nextInt(text.length());
                switch (random.nextInt(3)) {
                    case 0 -> text.replace(at, at + 1, text.length() > 1 ? "" : " ");
                    case 1 -> text.insert(at, "{}[]\",:0n\\\n\u0001é".charAt(random.nextInt(13)));
                    default -> text.setLength(at + 1);
                }
            }
            try {
                assertThat(DatasetReader.read(text.toString(), "my.json").cases())
                        .isNotEmpty();
            } catch (ZavoraException e) {
                assertThat(e.kind()).isEqualTo(ErrorKind.INPUT);
                var line = Integer.parseInt(e.getMessage().replaceAll("(?s).* in line (\\d+).*", "$1"));
                assertThat(line)
                        .isBetween(1, (int) text.chars().filter(c -> c == '\n').count() + 1);
            }
        }
    }
}
