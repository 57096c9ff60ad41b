package ai.zavora.adapter.credential;

import ai.zavora.base.config.Secret;
import ai.zavora.base.error.ErrorKind;
import ai.zavora.base.error.ZavoraException;
import ai.zavora.base.file.EmptyLinks;
import ai.zavora.base.file.OwnerOnly;
import ai.zavora.base.file.UnusableFileException;
import ai.zavora.base.file.WholeFile;
import ai.zavora.base.json.Json;
import ai.zavora.base.json.JsonException;
import ai.zavora.base.json.JsonValue;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Keys in a file that only its owner may read: one JSON object, the provider's name to its key. It is replaced as a
 * whole, so that readers see the old or the new one, and written by one process at a time.
 */
final class CredentialsFile {
    private static final String KEYS = "keys";
    private static final int MOST_BYTES = 1024 * 1024;

    private final Path file;
    private final PrivateFolder folder;

    /** @param file absolute; made with its folder when the first key is saved */
    CredentialsFile(Path file) {
        this.file = file;
        this.folder = new PrivateFolder(file.resolveSibling(""));
    }

    Optional<Secret> find(String account) {
        return Optional.ofNullable(read().get(account)).map(Secret::new);
    }

    void save(String account, Secret key) throws InterruptedException {
        requireNoEmptyLink();
        try (var _ = folder.lock()) {
            var keys = read();
            keys.put(account, key.reveal());
            write(keys);
        }
    }

    /** Returns whether there was a key. */
    boolean delete(String account) throws InterruptedException {
        // without the key there is nothing to lock, and nothing is made
        if (!read().containsKey(account)) {
            return false;
        }
        try (var _ = folder.lock()) {
            var keys = read();
            if (keys.remove(account) == null) {
                return false;
            }
            write(keys);
            return true;
        }
    }

    /** Keys that are out of reach are something else than none. */
    private void requireNoEmptyLink() {
        var link = EmptyLinks.on(file);
        if (link.isPresent()) {
            throw new ZavoraException(
                    ErrorKind.INPUT,
                    "The credentials file " + file + " is out of reach: " + link.get()
                            + " is a symbolic link to what is not there.",
                    "Bring back what it leads to, or remove the link.");
        }
    }

    private Map<String, String> read() {
        byte[] bytes;
        try {
            bytes = WholeFile.read(file, MOST_BYTES);
            refuseIfShared();
        } catch (NoSuchFileException e) {
            requireNoEmptyLink();
            return new TreeMap<>();
        } catch (UnusableFileException e) {
            throw new ZavoraException(
                    ErrorKind.INPUT,
                    "The credentials file " + file + " " + e.what() + ".",
                    "Move it away and run `zavora-cli setup`.",
                    e);
        } catch (IOException e) {
            throw new ZavoraException(
                    ErrorKind.INPUT,
                    "The credentials file " + file + " cannot be read.",
                    "Check who owns it, or remove it and run `zavora-cli setup`.",
                    e);
        }
        return parsed(new String(bytes, StandardCharsets.UTF_8));
    }

    private void refuseIfShared() throws IOException {
        if (Files.getFileStore(file).supportsFileAttributeView("posix")
                && OwnerOnly.isOpen(Files.getPosixFilePermissions(file))) {
            throw new ZavoraException(
                    ErrorKind.INPUT,
                    "The credentials file " + file + " is open to other users, so its keys are not used.",
                    "Run `" + OwnerOnly.command(file) + "`, and renew the keys if somebody may have read them.");
        }
    }

    private Map<String, String> parsed(String text) {
        var keys = new TreeMap<String, String>();
        try {
            var members = Json.parseObject(text).object(KEYS).orElseThrow(this::damaged);
            members.members().forEach((account, key) -> {
                if (!(key instanceof JsonValue.Str(var value))) {
                    throw damaged();
                }
                keys.put(account, value);
            });
        } catch (JsonException e) {
            // its message is left out: it may quote a key
            throw damaged();
        }
        return keys;
    }

    private ZavoraException damaged() {
        return new ZavoraException(
                ErrorKind.INPUT,
                "The credentials file " + file + " is damaged.",
                "Mend it, or move it away and run `zavora-cli setup`.");
    }

    private void write(Map<String, String> keys) {
        var members = JsonValue.object();
        keys.forEach(members::put);
        var text =
                Json.writePretty(JsonValue.object().put(KEYS, members.build()).build()) + "\n";
        folder.replace(file, text);
    }
}
