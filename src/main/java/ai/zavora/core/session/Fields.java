package ai.zavora.core.session;

import ai.zavora.base.error.ErrorKind;
import ai.zavora.base.error.ZavoraException;
import ai.zavora.base.json.JsonValue;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Takes the members of a stored object one by one and refuses to leave any behind, so nothing is dropped unseen. */
final class Fields {
    static final long NANOS = 1_000_000_000L;

    private final JsonValue.Obj source;
    private final Set<String> untaken;

    Fields(JsonValue.Obj source) {
        this.source = source;
        this.untaken = new HashSet<>(source.members().keySet());
    }

    String text(String name) {
        return take(name, source.string(name));
    }

    long number(String name) {
        var value = source.integer(name);
        return take(name, value.isPresent() ? Optional.of(value.getAsLong()) : Optional.empty());
    }

    /** A time in nanoseconds since 1970, back to the first whole second of those that 64 bits can tell. */
    Instant instant(String name) {
        var nanos = number(name);
        if (nanos < Long.MIN_VALUE / NANOS * NANOS) {
            throw damaged(name);
        }
        return Instant.ofEpochSecond(Math.floorDiv(nanos, NANOS), Math.floorMod(nanos, NANOS));
    }

    boolean flag(String name) {
        return take(name, source.bool(name));
    }

    JsonValue any(String name) {
        return take(name, source.get(name));
    }

    JsonValue.Obj object(String name) {
        return take(name, source.object(name));
    }

    /** The items of an array of objects. */
    List<JsonValue.Obj> objects(String name) {
        if (!(any(name) instanceof JsonValue.Arr(var items))) {
            throw damaged(name);
        }
        return items.stream()
                .map(item -> {
                    if (item instanceof JsonValue.Obj object) {
                        return object;
                    }
                    throw damaged(name);
                })
                .toList();
    }

    boolean has(String name) {
        return source.get(name).isPresent();
    }

    /** The result, once every member was taken. */
    <T> T done(T result) {
        if (!untaken.isEmpty()) {
            throw newer("the field \"" + untaken.stream().sorted().findFirst().orElseThrow() + "\"");
        }
        return result;
    }

    private <T> T take(String name, Optional<T> value) {
        untaken.remove(name);
        return value.orElseThrow(() -> damaged(name));
    }

    /** The entry holds something this program was not built to understand. */
    static ZavoraException newer(String what) {
        return new NewerEntryException(what);
    }

    private static ZavoraException damaged(String name) {
        return new ZavoraException(
                ErrorKind.SESSION,
                "The session holds a damaged entry: the field \"" + name
                        + "\" is missing, of the wrong type or out of range.",
                SessionFailures.DAMAGE_HINT);
    }
}
