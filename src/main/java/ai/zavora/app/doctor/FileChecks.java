package ai.zavora.app.doctor;

import ai.zavora.base.error.ErrorKind;
import ai.zavora.base.file.OwnerOnly;
import ai.zavora.core.diagnosis.Finding;
import ai.zavora.core.session.SessionStore;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Who may read what is private, whether telemetry can be written, and how much room is left. */
public final class FileChecks {
    private static final String AREA = "files";
    private static final long FEW_BYTES = 1L << 30;
    private final List<Finding> findings = new ArrayList<>();

    /** What was found so far. */
    public List<Finding> findings() {
        return List.copyOf(findings);
    }

    /** A file that holds keys: others must not read it. */
    public FileChecks secret(String name, Path file) {
        if (isNoFile(file)) {
            findings.add(Finding.fail(
                    new Finding.Place(AREA, name),
                    ErrorKind.INPUT,
                    file + " is no regular file, so it is not read",
                    "Move it away, or name another."));
        } else if (isOpen(file)) {
            findings.add(Finding.fail(
                    new Finding.Place(AREA, name),
                    ErrorKind.INPUT,
                    file + " holds keys and others may read or change it (" + mode(file) + ")",
                    "Run: " + OwnerOnly.command(file)));
        } else if (Files.exists(file)) {
            findings.add(Finding.ok(AREA, name, file + " (" + mode(file) + ")"));
        }
        return this;
    }

    /** A file of conversations or settings: others had better not read it. What is no file is not looked at. */
    public FileChecks personal(String name, Path file) {
        if (!isNoFile(file) && isOpen(file)) {
            findings.add(Finding.warn(
                    AREA,
                    name,
                    file + " can be read or changed by others (" + mode(file) + ")",
                    "Run: " + OwnerOnly.command(file)));
        }
        return this;
    }

    /**
     * A database under a name of which there is another, as with a hard link or a file that is mounted by itself. SQLite
     * keeps beside the name what is not yet in the file, so that it is missed by the other name (sqlite.org/howtocorrupt.html,
     * 2.5).
     */
    public FileChecks onlyName(String name, Path file) {
        var other = isMounted(file) ? Optional.of("is mounted by itself") : linked(file);
        other.ifPresent(seen -> findings.add(Finding.fail(
                new Finding.Place(AREA, name),
                ErrorKind.SESSION,
                file + " " + seen + ": turns are lost that are in the log beside it when the other name is used",
                "Mount its folder, or keep one name only, while nobody uses it.")));
        return this;
    }

    private static Optional<String> linked(Path file) {
        try {
            var names = Files.isRegularFile(file) ? (int) Files.getAttribute(file, "unix:nlink") : 1;
            return names > 1 ? Optional.of("has " + names + " names (hard links)") : Optional.empty();
        } catch (IOException | UnsupportedOperationException e) {
            return Optional.empty();
        }
    }

    /** As Linux tells it, see proc_pid_mountinfo(5). */
    private static boolean isMounted(Path file) {
        var placeOfMount = 4;
        try (var mounts = Files.lines(Path.of("/proc/self/mountinfo"), StandardCharsets.ISO_8859_1)) {
            var path = file.toRealPath().toString().getBytes(StandardCharsets.UTF_8);
            var shown = new String(path, StandardCharsets.ISO_8859_1)
                    .replace("\\", "\\134")
                    .replace(" ", "\\040");
            return mounts.map(line -> line.split(" "))
                    .anyMatch(fields -> fields.length > placeOfMount && fields[placeOfMount].equals(shown));
        } catch (IOException | UncheckedIOException e) {
            return false;
        }
    }

    private static boolean isNoFile(Path file) {
        return Files.exists(file) && !Files.isRegularFile(file);
    }

    /** A file that is to be appended to, if telemetry is on. */
    public FileChecks telemetry(Path file) {
        findings.add(
                appendable(file)
                        ? Finding.ok(
                                "telemetry", "file", file + (Files.exists(file) ? "" : ": not there; made when needed"))
                        : Finding.warn(
                                "telemetry",
                                "file",
                                file + " cannot be written, so records are lost",
                                "Check its permissions, or name another file in --telemetry-path."));
        return this;
    }

    private static boolean appendable(Path file) {
        if (Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
            return Files.isRegularFile(file) && Files.isWritable(file);
        }
        return DatabaseChecks.canBeMade(file);
    }

    /** The room on the volumes of some places; where nothing can be written it does not matter. */
    public FileChecks space(List<Path> places) {
        var seen = new HashSet<String>();
        for (var place : places) {
            var folder = DatabaseChecks.existing(place);
            if (!Files.isWritable(folder)) {
                continue;
            }
            try {
                var volume = Files.getFileStore(folder);
                // what has no size at all is no disk, or does not tell
                if (volume.getTotalSpace() > 0 && seen.add(volume.toString())) {
                    findings.add(space(folder, volume.getUsableSpace()));
                }
            } catch (IOException e) {
                findings.add(Finding.warn(
                        AREA, "space", "the volume of " + folder + " cannot be looked at", "Check the disk."));
            }
        }
        return this;
    }

    private static Finding space(Path folder, long free) {
        var seen = DatabaseChecks.size(free) + " free for " + folder;
        return free < SessionStore.LEAST_SPACE
                ? Finding.fail(new Finding.Place(AREA, "space"), ErrorKind.INPUT, seen, "Free some disk space.")
                : free < FEW_BYTES
                        ? Finding.warn(AREA, "space", seen, "Free some disk space before it runs out.")
                        : Finding.ok(AREA, "space", seen);
    }

    private static boolean isOpen(Path file) {
        return OwnerOnly.isOpen(permissions(file));
    }

    private static String mode(Path file) {
        return PosixFilePermissions.toString(permissions(file));
    }

    /** None where there is no such file, or the system has no such permissions. */
    private static Set<PosixFilePermission> permissions(Path file) {
        try {
            return Files.exists(file) && OwnerOnly.isKnownTo(file) ? Files.getPosixFilePermissions(file) : Set.of();
        } catch (IOException e) {
            return Set.of();
        }
    }
}
