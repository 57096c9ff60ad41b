package ai.zavora.core.diagnosis;

import static java.util.Objects.requireNonNull;

import ai.zavora.base.error.ErrorKind;
import ai.zavora.base.text.Redaction;
import java.util.Optional;

/**
 * One thing that was looked at.
 *
 * @param area what it belongs to, for example {@code sessions}
 * @param name what was looked at
 * @param seen how it is, one sentence or less
 * @param advice what to do; blank only where the status is OK
 * @param kind what fails because of it; empty unless the status is FAIL
 */
public record Finding(String area, String name, Status status, String seen, String advice, Optional<ErrorKind> kind) {
    public Finding {
        requireNonNull(area, "area is null");
        requireNonNull(name, "name is null");
        requireNonNull(seen, "seen is null");
        requireNonNull(kind, "kind is null");
        // settings and files are told, and a key may have been given in the place of one
        seen = Redaction.keys(seen);
        if ((status == Status.FAIL) != kind.isPresent() || (status != Status.OK && advice.isBlank())) {
            throw new IllegalArgumentException(area + " " + name + ": " + status + ", " + kind + ", " + advice);
        }
    }

    /** How bad it is. */
    public enum Status {
        OK,
        /** Worth knowing; the program works. */
        WARN,
        /** Something does not work. */
        FAIL
    }

    public static Finding ok(String area, String name, String seen) {
        return new Finding(area, name, Status.OK, seen, "", Optional.empty());
    }

    public static Finding warn(String area, String name, String seen, String advice) {
        return new Finding(area, name, Status.WARN, seen, advice, Optional.empty());
    }

    public static Finding fail(Place place, ErrorKind kind, String seen, String advice) {
        return new Finding(place.area, place.name, Status.FAIL, seen, advice, Optional.of(kind));
    }

    /** The same finding with another advice. */
    public Finding withAdvice(String other) {
        return new Finding(area, name, status, seen, other, kind);
    }

    /** Area and name of a finding. */
    public record Place(String area, String name) {}
}
