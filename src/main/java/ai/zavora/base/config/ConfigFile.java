package ai.zavora.base.config;

import ai.zavora.base.error.ErrorKind;
import ai.zavora.base.error.ZavoraException;
import ai.zavora.base.file.EmptyLinks;
import ai.zavora.base.file.UnusableFileException;
import ai.zavora.base.file.WholeFile;
import ai.zavora.base.json.JsonValue;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The profiles of a configuration file, all of them checked. Reading changes nothing on disk. */
final class ConfigFile {

    /** Far above any real configuration; keeps a wrong path from filling the memory. */
    static final int MAX_BYTES = 1024 * 1024;

    private static final String MARK = "\uFEFF";
    private static final String HINT_OF_SYNTAX =
            "Put text values in double quotes, lists in brackets, and give each key once.";

    private final Path path;
    private final Map<String, Map<Option, JsonValue>> profiles;

    private ConfigFile(Path path, Map<String, Map<Option, JsonValue>> profiles) {
        this.path = path;
        this.profiles = profiles;
    }

    /** Names of the profiles, sorted. */
    List<String> names() {
        return List.copyOf(profiles.keySet());
    }

    /** The values of all profiles by their names. */
    Map<String, Map<Option, JsonValue>> profiles() {
        return profiles;
    }

    /** The values of a profile; empty when the file has none of that name. */
    Optional<Map<Option, JsonValue>> profile(String name) {
        return Optional.ofNullable(profiles.get(name));
    }

    Path path() {
        return path;
    }

    /** Whether a file that is not there is an error. */
    enum Presence {
        REQUIRED,
        OPTIONAL
    }

    /**
     * Reads and checks a file.
     *
     * @throws ZavoraException INPUT, when it cannot be read or anything in it is wrong
     */
    static ConfigFile read(Path path, Presence presence) {
        var content = content(path);
        if (content.isEmpty()) {
            if (presence == Presence.REQUIRED) {
                throw new ZavoraException(
                        ErrorKind.INPUT,
                        "The configuration file " + path + " does not exist.",
                        "Check the path given with --config-path or ZAVORA_CONFIG.");
            }
            EmptyLinks.on(path).ifPresent(link -> refuseEmptyLink(path, link));
            return new ConfigFile(path, Map.of());
        }
        return parse(path, content.get());
    }

    /** What is set there is out of reach, guardrails perhaps: nothing is done as if it were not set. */
    private static void refuseEmptyLink(Path path, Path link) {
        throw new ZavoraException(
                ErrorKind.INPUT,
                "The configuration file " + path + " is out of reach: " + (link.equals(path) ? "it" : link)
                        + " is a symbolic link to what is not there.",
                "Bring back what it leads to, or remove the link.");
    }

    /**
     * Checks the text of a file, a byte order mark aside.
     *
     * @throws ZavoraException INPUT, when anything in it is wrong
     */
    static ConfigFile parse(Path path, String content) {
        var source = new TomlText(content.startsWith(MARK) ? content.substring(1) : content);
        var config = source.parse().orElseThrow(() -> notToml(path, source));
        source.lineOfHugeNumber().ifPresent(line -> refuseHugeNumber(path, source, line));
        return new ConfigFile(path, new ProfileReader(path, source).profiles(config));
    }

    /**
     * The text of a file, with its byte order mark if it has one; empty when there is no file.
     *
     * @throws ZavoraException INPUT, when it cannot be read or is no text
     */
    static Optional<String> content(Path path) {
        byte[] bytes;
        try {
            bytes = WholeFile.read(path, MAX_BYTES);
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (UnusableFileException e) {
            throw new ZavoraException(
                    ErrorKind.INPUT,
                    "The configuration file " + path + " " + e.what() + ".",
                    "Check that the path names a configuration file.",
                    e);
        } catch (IOException e) {
            throw new ZavoraException(
                    ErrorKind.INPUT,
                    "The configuration file " + path + " cannot be read.",
                    "Check who may read it.",
                    e);
        }
        try {
            var text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
            return Optional.of(text);
        } catch (CharacterCodingException e) {
            throw new ZavoraException(
                    ErrorKind.INPUT, "The configuration file " + path + " is not UTF-8.", "Save it as UTF-8 text.", e);
        }
    }

    private static void refuseHugeNumber(Path path, TomlText source, int line) {
        var what = source.keyOnLine(line).map(OptionValues::quoted).orElse("the number");
        throw new ZavoraException(
                ErrorKind.INPUT,
                path + ":" + line + ": " + what + " is out of range: TOML's whole numbers have 64 bits",
                "docs/configuration.md tells the range of each key.");
    }

    private static ZavoraException notToml(Path path, TomlText source) {
        var line = source.lineOfSyntaxError();
        // the parser's own message is left out: it quotes values, and one may be a key
        var what = source.keyOnLine(line)
                .map(key -> OptionValues.quoted(key) + " is")
                .orElse("this line is");
        return new ZavoraException(
                ErrorKind.INPUT, path + ":" + line + ": " + what + " not valid TOML", HINT_OF_SYNTAX);
    }
}
