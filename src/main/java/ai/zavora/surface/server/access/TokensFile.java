package ai.zavora.surface.server.access;

import ai.zavora.base.error.ErrorKind;
import ai.zavora.base.error.ZavoraException;
import ai.zavora.base.file.UnusableFileException;
import ai.zavora.base.file.WholeFile;
import ai.zavora.base.json.Json;
import ai.zavora.base.json.JsonException;
import ai.zavora.base.json.JsonValue;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A file of tokens: {@code {"tokens":[…]}}, see {@link TokenEntry} for what stands in it. */
final class TokensFile {
    private static final int MOST_BYTES = 1024 * 1024;

    private final Path path;

    TokensFile(Path path) {
        this.path = path;
    }

    /** What tells that it changed; empty when it cannot be looked at. */
    Optional<FileStamp> stamp() {
        return FileStamp.of(path);
    }

    /**
     * Its tokens in their order. None is fine: then nobody is let in.
     *
     * @throws ZavoraException INPUT, when it cannot be used; the message quotes nothing of the file but names
     */
    List<KnownToken> read() {
        var tokens = new ArrayList<KnownToken>();
        for (var entry : entries()) {
            var place = "tokens[" + tokens.size() + "]";
            if (!(entry instanceof JsonValue.Obj object)) {
                throw malformed(place + " is no object");
            }
            KnownToken token;
            try {
                token = new TokenEntry(object).token();
            } catch (TokenEntry.BadEntryException e) {
                var name = object.string("name").filter(TokenEntry::isName);
                throw malformed(place + name.map(text -> " ('" + text + "')").orElse("") + ": " + e.getMessage());
            }
            refuseTwins(tokens, token, place);
            tokens.add(token);
        }
        return List.copyOf(tokens);
    }

    private void refuseTwins(List<KnownToken> tokens, KnownToken token, String place) {
        for (var other : tokens) {
            var name = other.caller().name();
            if (name.equals(token.caller().name())) {
                throw malformed(place + ": \"name\" is '" + name + "', as in an entry before");
            }
            if (other.equalsToken(token)) {
                throw malformed(place + " has the token of the entry '" + name + "'");
            }
        }
    }

    private List<JsonValue> entries() {
        JsonValue.Obj whole;
        try {
            whole = Json.parseObject(StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes()))
                    .toString());
        } catch (JsonException | CharacterCodingException e) {
            // its message is left out: it may quote a token
            throw malformed("it is no JSON object in UTF-8");
        }
        for (var member : whole.members().keySet()) {
            if (!member.equals("tokens")) {
                throw malformed("there is a member beside \"tokens\"");
            }
        }
        if (!(whole.get("tokens").orElse(JsonValue.Null.NULL) instanceof JsonValue.Arr(var entries))) {
            throw malformed("\"tokens\" is no array");
        }
        return entries;
    }

    private byte[] bytes() {
        PrivateFile.check(path, "tokens file");
        try {
            return WholeFile.read(path, MOST_BYTES);
        } catch (UnusableFileException e) {
            // that it is a file was looked at before
            throw malformed("it is longer than 1 MiB");
        } catch (IOException e) {
            throw new ZavoraException(
                    ErrorKind.INPUT, "The tokens file " + path + " cannot be read.", "Check who owns it.", e);
        }
    }

    private ZavoraException malformed(String what) {
        return new ZavoraException(
                ErrorKind.INPUT,
                "The tokens file " + path + " cannot be used: " + what + ".",
                "Write {\"tokens\":[{\"name\":\"ci\",\"sha256\":\"HEX\",\"scopes\":[\"ask\"],\"user\":\"alice\"}]}.");
    }
}
