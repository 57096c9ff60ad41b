package ai.zavora.core.eval;

import static java.util.Objects.requireNonNull;

import ai.zavora.base.error.ErrorKind;
import ai.zavora.base.error.ZavoraException;
import ai.zavora.base.json.JsonCursor;
import ai.zavora.base.json.JsonCursor.Kind;
import ai.zavora.base.json.JsonException;
import ai.zavora.base.text.ControlFilter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads a data set, and says the line and the case where something in it is wrong. */
public final class DatasetReader {
    private static final List<String> MEMBERS = List.of("name", "version", "description", "cases");

    /** A report names each of them, in bounded memory. */
    private static final int MOST_CASES = 10_000;

    private final JsonCursor json;
    private final Problems problems;
    private final Values values;
    private final Map<String, Integer> lineOfId = new HashMap<>();

    private DatasetReader(String text, String source) {
        this.json = new JsonCursor(text);
        this.problems = new Problems(source);
        this.values = new Values(json, problems);
    }

    /**
     * Reads a data set.
     *
     * @param text the JSON
     * @param source what it is called in messages
     * @throws ZavoraException INPUT, when anything in it is wrong
     */
    public static Dataset read(String text, String source) {
        var reader = new DatasetReader(text, source);
        try {
            return reader.dataset();
        } catch (JsonException e) {
            throw reader.problems.broken(reader.json.line(), requireNonNull(e.getMessage()));
        }
    }

    private Dataset dataset() throws JsonException {
        if (json.kind() != Kind.OBJECT) {
            throw problems.wrong(
                    json.line(),
                    "an object with name, version and cases was expected, not "
                            + json.kind().words());
        }
        json.enterObject();
        Optional<String> name = Optional.empty();
        Optional<String> version = Optional.empty();
        var description = "";
        var cases = new ArrayList<EvalCase>();
        var seen = new HashSet<String>();
        for (var member = json.name(); member.isPresent(); member = json.name()) {
            if (!values.isNew(member.get(), seen, MEMBERS)) {
                problems.throwFirst();
            }
            switch (member.get()) {
                case "name" -> name = values.text("name", Values.Blank.REFUSED);
                case "version" -> version = values.text("version", Values.Blank.REFUSED);
                case "description" ->
                    description =
                            values.text("description", Values.Blank.ALLOWED).orElse("");
                case "cases" -> cases(cases);
                default -> throw new IllegalStateException("a member without a meaning");
            }
            problems.throwFirst();
        }
        json.end();
        for (var required : List.of("name", "version", "cases")) {
            if (!seen.contains(required)) {
                throw problems.wrong(json.line(), "'" + required + "' is missing");
            }
        }
        if (cases.isEmpty()) {
            throw problems.wrong(json.line(), "'cases' holds no case");
        }
        return new Dataset(name.orElseThrow(), version.orElseThrow(), description, cases);
    }

    private void cases(List<EvalCase> cases) throws JsonException {
        if (json.kind() != Kind.ARRAY) {
            throw problems.wrong(
                    json.line(), "'cases' must be an array, not " + json.kind().words());
        }
        json.enterArray();
        while (json.hasItem()) {
            problems.inCase(cases.size() + 1);
            if (cases.size() == MOST_CASES) {
                throw problems.wrong(json.line(), "more than " + MOST_CASES + " cases in one data set are too many");
            }
            if (json.kind() != Kind.OBJECT) {
                throw problems.wrong(
                        json.line(),
                        "a case must be an object, not " + json.kind().words());
            }
            var line = json.line();
            var read = new CaseReader(json, problems, values).read();
            var earlier = lineOfId.putIfAbsent(read.id(), line);
            if (earlier != null) {
                throw problems.wrong(line, "its id is that of the case in line " + earlier + " already");
            }
            cases.add(read);
        }
        problems.inNoCase();
    }

    /** What is wrong; the first of it is told, as soon as it is known which case it is in. */
    static final class Problems {
        private final String source;
        private int caseNumber;
        private Optional<String> id = Optional.empty();
        private Optional<Problem> first = Optional.empty();

        Problems(String source) {
            this.source = source;
        }

        private record Problem(int line, String what) {}

        void inCase(int number) {
            caseNumber = number;
            id = Optional.empty();
        }

        void inNoCase() {
            inCase(0);
        }

        void identify(String itsId) {
            id = Optional.of(itsId);
        }

        void note(int line, String what) {
            if (first.isEmpty()) {
                first = Optional.of(new Problem(line, what));
            }
        }

        void throwFirst() {
            if (first.isPresent()) {
                throw wrong(first.get().line, first.get().what);
            }
        }

        ZavoraException wrong(int line, String what) {
            return failure(line, what, "Correct that line; docs/evaluation.md says what a data set holds.");
        }

        ZavoraException broken(int line, String what) {
            return failure(line, what, "Correct the JSON in that line or the one before it.");
        }

        private ZavoraException failure(int line, String what, String hint) {
            return new ZavoraException(
                    ErrorKind.INPUT,
                    "The data set " + source + " is wrong in line " + line + where() + ": " + what + ".",
                    hint);
        }

        private String where() {
            if (caseNumber == 0) {
                return "";
            }
            return ", case " + caseNumber
                    + id.map(name -> " '" + ControlFilter.line(name, 80) + "'").orElse(" (which has no id so far)");
        }
    }
}
