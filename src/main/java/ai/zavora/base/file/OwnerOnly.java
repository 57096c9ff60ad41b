package ai.zavora.base.file;

import ai.zavora.base.text.ShellWords;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/** Files that are nobody's business but of who runs the program. */
public final class OwnerOnly {
    private static final Set<PosixFilePermission> OF_OTHERS = Set.of(
            PosixFilePermission.GROUP_READ,
            PosixFilePermission.GROUP_WRITE,
            PosixFilePermission.OTHERS_READ,
            PosixFilePermission.OTHERS_WRITE);

    private OwnerOnly() {}

    /** Whether the file system of a file knows owner, group and others. */
    public static boolean isKnownTo(Path file) {
        return file.getFileSystem().supportedFileAttributeViews().contains("posix");
    }

    /** What a new file is made with, so that only its owner can read and write it; nothing where systems know no such. */
    public static FileAttribute<?>[] attributes(Path file) {
        return isKnownTo(file)
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
                }
                : new FileAttribute<?>[0];
    }

    /** The command line that takes a file away from all others. */
    public static String command(Path file) {
        return "chmod 600 " + ShellWords.word(file.toString());
    }

    /** Whether others than the owner can read or change a file with these permissions. */
    public static boolean isOpen(Set<PosixFilePermission> permissions) {
        return permissions.stream().anyMatch(OF_OTHERS::contains);
    }
}
