package ai.zavora.base.file;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Pattern;

/** The names of files while they are made, by which those of killed processes are found again. */
public enum Leftovers {
    /** Copies of databases, with what SQLite keeps beside them. */
    COPIES("copy"),
    /** Files that were to take the place of others. */
    REPLACEMENTS("new");

    /** Without the name of what it is to become: the longest allowed name leaves no room for more. */
    private static final Pattern NAME = Pattern.compile(
            "\\.zavora-(?<kind>copy|new)-(?<host>[0-9a-f]+)-(?<pid>[0-9]{1,18})-(?<started>[0-9]{1,18})-[0-9a-f]+\\.tmp"
                    + "(-wal|-shm|-journal)?");

    /** A copy of another machine or container, whose processes cannot be seen, is written to now and then. */
    private static final Duration SILENCE = Duration.ofDays(1);

    private static final String ENDING = ".tmp";

    private final String word;

    Leftovers(String word) {
        this.word = word;
    }

    /** A new name for a file of this process. */
    public String newName() {
        return beginning() + Integer.toHexString(ThreadLocalRandom.current().nextInt()) + ENDING;
    }

    /** An empty file of such a name in the folder for temporary files; only its owner may read it. */
    public Path newTemporary() throws IOException {
        return Files.createTempFile(beginning(), ENDING);
    }

    private String beginning() {
        var self = ProcessIdentity.own();
        return ".zavora-" + word + "-" + host(self) + "-" + self.pid() + "-" + self.started() + "-";
    }

    private static String host(ProcessIdentity process) {
        return Integer.toHexString(process.host().hashCode());
    }

    /**
     * What processes that are gone left in the folder of a file; nothing where it cannot be looked at.
     *
     * @param now tells which of another machine or container are not written to any more
     */
    public List<Path> beside(Path file, Instant now) {
        var folder = file.toAbsolutePath().resolveSibling("");
        var self = ProcessIdentity.own();
        var found = new ArrayList<Path>();
        try (var files = Files.newDirectoryStream(folder, ".zavora-" + word + "-*")) {
            for (var copy : files) {
                if (isLeft(copy, self, now)) {
                    found.add(copy);
                }
            }
        } catch (IOException | DirectoryIteratorException e) {
            // what cannot be seen there hinders nobody
            return List.of();
        }
        found.sort(null);
        return found;
    }

    private boolean isLeft(Path file, ProcessIdentity self, Instant now) {
        var name = NAME.matcher(file.getFileName().toString());
        if (!name.matches() || !name.group("kind").equals(word)) {
            return false;
        }
        if (!name.group("host").equals(host(self))) {
            return isSilent(file, now);
        }
        var maker = new ProcessIdentity(
                self.host(), Long.parseLong(name.group("pid")), Long.parseLong(name.group("started")));
        return ProcessIdentity.isGone(maker, self);
    }

    private static boolean isSilent(Path file, Instant now) {
        try {
            return Files.getLastModifiedTime(file).toInstant().isBefore(now.minus(SILENCE));
        } catch (IOException e) {
            // it was removed meanwhile
            return false;
        }
    }

    /** Removes them, as far as that is allowed. */
    public void removeBeside(Path file, Instant now) {
        for (var copy : beside(file, now)) {
            try {
                Files.deleteIfExists(copy);
            } catch (IOException e) {
                // it stays, and doctor tells so: no reason not to do what was asked for
            }
        }
    }
}
