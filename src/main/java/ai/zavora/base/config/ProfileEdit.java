package ai.zavora.base.config;

import ai.zavora.base.error.ErrorKind;
import ai.zavora.base.error.ZavoraException;
import ai.zavora.base.file.FileReplacement;
import ai.zavora.base.file.FileReplacement.NewFile;
import ai.zavora.base.file.SameAccess;
import ai.zavora.base.file.WriterLock;
import ai.zavora.base.json.JsonValue;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Changes text keys of one profile in the configuration file and leaves every other byte as it is: comments, order,
 * spacing, other profiles. What comes out is read again before it is written; when it does not say exactly what was
 * meant, nothing is changed.
 */
public final class ProfileEdit {
    private final String profile;
    private final Map<String, Optional<String>> changes;

    /**
     * @param profile its name; its table is made when there is none
     * @param changes the keys to set, and with an empty value those to remove, in the order of new lines
     */
    public ProfileEdit(String profile, Map<String, Optional<String>> changes) {
        this.profile = profile;
        this.changes = new LinkedHashMap<>(changes);
    }

    /**
     * Changes the file, or makes it with its folder. Readers see the old or the new one, and of several that write at the
     * same time each changes what the other left; {@code NAME.lock}, which stays beside it, keeps them apart.
     *
     * @return whether there was anything to change
     * @throws ZavoraException INPUT, when the file is not a valid configuration, is written in a way that cannot be
     *     changed line by line, or cannot be written; it is untouched then
     */
    public boolean apply(Path file) throws InterruptedException {
        if (after(file).isEmpty()) {
            return false;
        }
        refuseUnwritable(file);
        try (var _ = lock(file)) {
            // once more: another may have changed it meanwhile
            var after = after(file);
            if (after.isPresent()) {
                var isNew = !Files.exists(file);
                new FileReplacement(file, NewFile.AS_USUAL).write(after.get());
                if (isNew) {
                    SameAccess.giveToOwnerOfFolder(file);
                }
            }
            return after.isPresent();
        } catch (IOException e) {
            throw unwritable(file, e);
        }
    }

    private static WriterLock lock(Path file) throws IOException, InterruptedException {
        var target = FileReplacement.target(file);
        SameAccess.createFolders(target.resolveSibling("").toAbsolutePath());
        var lock = target.resolveSibling(target.getFileName() + ".lock");
        try {
            return WriterLock.take(lock, NewFile.AS_USUAL, () -> {});
        } catch (AccessDeniedException e) {
            throw new ZavoraException(
                    ErrorKind.INPUT,
                    "The configuration file " + file + " cannot be written, because " + lock
                            + ", which keeps writers apart, is closed to this user.",
                    "Give that file the group and the permissions of its folder, or remove it while nobody runs setup.",
                    e);
        }
    }

    private static ZavoraException unwritable(Path file, IOException cause) {
        return new ZavoraException(
                ErrorKind.INPUT,
                "The configuration file " + file + " cannot be written.",
                "Check the folder's permissions and the space on the disk.",
                cause);
    }

    /**
     * Makes sure that the file can be changed, and changes nothing.
     *
     * @throws ZavoraException as {@link #apply}
     */
    public void check(Path file) {
        if (after(file).isPresent()) {
            refuseUnwritable(file);
        }
    }

    private static void refuseUnwritable(Path file) {
        if (Files.exists(file) && !Files.isRegularFile(file)) {
            throw new ZavoraException(
                    ErrorKind.INPUT,
                    "The configuration file " + file + " is no regular file, so nothing can be saved in it.",
                    "Name another file with --config-path.");
        }
        Path folder;
        try {
            folder = FileReplacement.target(file).resolveSibling("");
        } catch (IOException e) {
            throw unwritable(file, e);
        }
        while (folder.getParent() != null && !Files.exists(folder)) {
            folder = folder.getParent();
        }
        if (!Files.isDirectory(folder) || !Files.isWritable(folder)) {
            throw new ZavoraException(
                    ErrorKind.INPUT,
                    "The configuration file " + file + " cannot be written, because of " + folder + ".",
                    "Check that it is a folder and who may write there, or name another file with --config-path.");
        }
    }

    /** The text to write; empty when the file says it already. */
    private Optional<String> after(Path file) {
        var before = ConfigFile.content(file).orElse("");
        var config = ConfigFile.parse(file, before);
        var meant = meant(config);
        if (meant.equals(config.profiles())) {
            return Optional.empty();
        }
        var after = new TomlLines(before).changed(profile, changes);
        if (after.isEmpty() || !says(file, after.get(), meant)) {
            throw new ZavoraException(
                    ErrorKind.INPUT,
                    "The profile " + OptionValues.quoted(profile) + " in " + file
                            + " is written in a way that cannot be changed without disturbing it.",
                    "Change it by hand: " + shown() + ".");
        }
        return after;
    }

    private Map<String, Map<Option, JsonValue>> meant(ConfigFile file) {
        var profiles = new TreeMap<>(file.profiles());
        var values = new LinkedHashMap<>(profiles.getOrDefault(profile, Map.of()));
        for (var change : changes.entrySet()) {
            var option = Options.ofProfileKey(change.getKey()).orElseThrow();
            change.getValue()
                    .ifPresentOrElse(value -> values.put(option, checked(option, value)), () -> values.remove(option));
        }
        profiles.put(profile, values);
        return profiles;
    }

    private static JsonValue checked(Option option, String value) {
        try {
            return TomlValues.read(option, value);
        } catch (BadValueException e) {
            throw new ZavoraException(ErrorKind.INPUT, option.name() + ": " + e.problem(), e.hint(), e);
        }
    }

    private static boolean says(Path file, String text, Map<String, Map<Option, JsonValue>> meant) {
        try {
            return ConfigFile.parse(file, text).profiles().equals(meant);
        } catch (ZavoraException e) {
            // the file was valid before; so it is our change that does not fit its form
            return false;
        }
    }

    /** The changes as a person would make them; a credential is never set here. */
    private String shown() {
        var lines = new StringBuilder();
        for (var change : changes.entrySet()) {
            lines.append(lines.isEmpty() ? "" : ", ")
                    .append(change.getValue()
                            .map(value -> change.getKey() + " = " + TomlLines.quoted(value))
                            .orElse("no " + change.getKey()));
        }
        return lines.toString();
    }
}
