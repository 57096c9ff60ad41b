package ai.zavora.core.eval;

import ai.zavora.base.json.JsonCursor;
import ai.zavora.base.json.JsonException;
import ai.zavora.core.eval.DatasetReader.Problems;
import ai.zavora.core.eval.EvalCase.Demand;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalInt;

/** Reads one case. It is read to its end before anything is said of it, since its id may come last. */
final class CaseReader {
    private static final List<String> MEMBERS =
            List.of("id", "query", "chunks", "required_terms", "max_chunks", "min_term_matches");

    /** As long as a prompt may be. */
    private static final int MOST_QUERY = 32_000;

    private final JsonCursor json;
    private final Problems problems;
    private final Values values;

    private String id = "";
    private String query = "";
    private List<String> chunks = List.of();
    private List<String> requiredTerms = List.of();
    private OptionalInt maxChunks = OptionalInt.empty();
    private OptionalInt minTermMatches = OptionalInt.empty();

    CaseReader(JsonCursor json, Problems problems, Values values) {
        this.json = json;
        this.problems = problems;
        this.values = values;
    }

    /** @throws ai.zavora.base.error.ZavoraException INPUT, when anything in it is wrong */
    EvalCase read() throws JsonException {
        json.enterObject();
        var start = json.line();
        var seen = new HashSet<String>();
        for (var member = json.name(); member.isPresent(); member = json.name()) {
            if (values.isNew(member.get(), seen, MEMBERS)) {
                take(member.get());
            }
        }
        for (var required : List.of("id", "query", "chunks")) {
            if (!seen.contains(required)) {
                problems.note(start, "'" + required + "' is missing");
            }
        }
        problems.throwFirst();
        var read = new EvalCase(
                id,
                query,
                chunks,
                requiredTerms,
                new Demand(maxChunks.orElse(Demand.USUAL_CHUNKS), minTermMatches.orElse(Demand.ALL)));
        if (read.terms().isEmpty()) {
            throw problems.wrong(
                    start,
                    "there is no term to look for: 'required_terms' is empty, and 'query' has no word of 3 letters");
        }
        return read;
    }

    private void take(String member) throws JsonException {
        switch (member) {
            case "id" -> {
                id = values.text("id", Values.Blank.REFUSED).orElse("");
                if (!id.isBlank()) {
                    problems.identify(id);
                }
            }
            case "query" -> {
                query = values.text("query", Values.Blank.REFUSED).orElse("");
                if (query.length() > MOST_QUERY) {
                    problems.note(json.line(), "'query' is longer than " + MOST_QUERY + " characters");
                }
            }
            case "chunks" -> {
                chunks = values.texts("chunks");
                if (chunks.isEmpty()) {
                    problems.note(json.line(), "'chunks' holds no text");
                }
            }
            case "required_terms" -> requiredTerms = values.texts("required_terms");
            case "max_chunks" -> maxChunks = values.count("max_chunks");
            case "min_term_matches" -> minTermMatches = values.countOrNull("min_term_matches");
            default -> throw new IllegalStateException("a member without a meaning");
        }
    }
}
