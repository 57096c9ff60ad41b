package ai.zavora.core.eval;

import static java.util.Objects.requireNonNull;

import java.util.List;

/**
 * Cases that are run and judged together.
 *
 * @param name what it is called, not blank
 * @param version which state of it this is, not blank
 * @param description for people; may be empty
 * @param cases at least one, each with an id of its own
 */
public record Dataset(String name, String version, String description, List<EvalCase> cases) {
    public Dataset {
        requireNonNull(name, "name is null");
        requireNonNull(version, "version is null");
        requireNonNull(description, "description is null");
        cases = List.copyOf(cases);
        if (cases.isEmpty()) {
            throw new IllegalArgumentException("a data set has at least one case");
        }
    }
}
