package ai.zavora.surface.server.access;

import ai.zavora.base.json.JsonValue;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * One entry of a tokens file: {@code name}; the token as {@code sha256} in hexadecimal digits or plain as {@code token};
 * {@code scopes}; and {@code user}, the name when it is left out. Callers with the scope {@code admin} act for every
 * user, so their entries name none.
 */
record TokenEntry(JsonValue.Obj json) {
    private static final int SHA256_DIGITS = 64;
    private static final int LONGEST_NAME = 200;
    private static final List<String> MEMBERS = List.of("name", "sha256", "token", "scopes", "user");

    /** An entry that cannot be used; the message names the member and quotes no value. */
    static final class BadEntryException extends Exception {
        BadEntryException(String message) {
            super(message);
        }
    }

    KnownToken token() throws BadEntryException {
        for (var member : json.members().keySet()) {
            if (!MEMBERS.contains(member)) {
                throw new BadEntryException(
                        "there is a member that no entry has (only " + String.join(", ", MEMBERS) + ")");
            }
        }
        var name = name("name").orElseThrow(() -> new BadEntryException("\"name\" is missing"));
        var scopes = scopes();
        var user = name("user");
        if (scopes.contains(Scope.ADMIN) && user.isPresent()) {
            throw new BadEntryException("\"user\" does not go with the scope admin, which acts for every user");
        }
        var caller = new Caller(
                name, scopes, scopes.contains(Scope.ADMIN) ? Optional.empty() : Optional.of(user.orElse(name)));
        return known(caller);
    }

    /** Whether a text may name a caller or a user: some visible characters, no line breaks or other controls. */
    static boolean isName(String text) {
        return !text.isBlank()
                && text.length() <= LONGEST_NAME
                && text.equals(text.strip())
                && text.codePoints()
                        .noneMatch(c -> Character.isISOControl(c) || Character.getType(c) == Character.FORMAT);
    }

    private Optional<String> name(String member) throws BadEntryException {
        var value = text(member);
        if (value.isPresent() && !isName(value.get())) {
            throw new BadEntryException("\"" + member + "\" must be 1 to " + LONGEST_NAME
                    + " characters without control characters or spaces around them");
        }
        return value;
    }

    private Optional<String> text(String member) throws BadEntryException {
        var value = json.get(member);
        if (value.isEmpty()) {
            return Optional.empty();
        }
        if (!(value.get() instanceof JsonValue.Str(var text))) {
            throw new BadEntryException("\"" + member + "\" must be a string");
        }
        return Optional.of(text);
    }

    private Set<Scope> scopes() throws BadEntryException {
        if (!(json.get("scopes").orElse(JsonValue.Null.NULL) instanceof JsonValue.Arr(var items)) || items.isEmpty()) {
            throw new BadEntryException("\"scopes\" must be a list of some of " + words());
        }
        var scopes = EnumSet.noneOf(Scope.class);
        for (var item : items) {
            scopes.add(Arrays.stream(Scope.values())
                    .filter(scope -> item.equals(JsonValue.of(scope.word())))
                    .findFirst()
                    .orElseThrow(() -> new BadEntryException("\"scopes\" holds what is none of " + words())));
        }
        return scopes;
    }

    private static String words() {
        return String.join(", ", Arrays.stream(Scope.values()).map(Scope::word).toList());
    }

    private KnownToken known(Caller caller) throws BadEntryException {
        var plain = text("token");
        var sha256 = text("sha256");
        if (plain.isPresent() == sha256.isPresent()) {
            throw new BadEntryException("one of \"sha256\" and \"token\" is needed, and not both");
        }
        if (plain.isPresent()) {
            if (plain.get().isEmpty() || plain.get().chars().anyMatch(c -> c <= ' ' || c >= 127)) {
                throw new BadEntryException("\"token\" must be visible ASCII characters, since no other can be sent");
            }
            return KnownToken.plain(caller, plain.get());
        }
        try {
            var digits = sha256.orElseThrow().toLowerCase(Locale.ROOT);
            if (digits.length() == SHA256_DIGITS) {
                return KnownToken.digested(caller, HexFormat.of().parseHex(digits));
            }
        } catch (IllegalArgumentException notHex) {
            throw new BadEntryException("\"sha256\" must be 64 hexadecimal digits");
        }
        throw new BadEntryException("\"sha256\" must be 64 hexadecimal digits");
    }
}
