package ai.zavora.surface.server.access;

import ai.zavora.base.error.ErrorKind;
import ai.zavora.base.error.ZavoraException;
import ai.zavora.base.file.OwnerOnly;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFileAttributes;
import java.util.Optional;

/** Whether a file is one that only the operator can have written and read. */
public final class PrivateFile {
    private static final Path THIS_PROCESS = Path.of("/proc/self");

    private PrivateFile() {}

    /**
     * Lets a file pass. A link counts as what it points to.
     *
     * @param what it is, for the message
     * @throws ZavoraException INPUT, when it is no regular file, is another user's, or is open to others
     */
    static void check(Path file, String what) {
        try {
            if (!Files.readAttributes(file, BasicFileAttributes.class).isRegularFile()) {
                throw refused("The " + what + " " + file + " is no regular file.", "Name a file.");
            }
            if (!Files.getFileStore(file).supportsFileAttributeView("posix")) {
                return;
            }
            var attributes = Files.readAttributes(file, PosixFileAttributes.class);
            if (!isOfOperator(file, attributes)) {
                throw refused(
                        "The " + what + " " + file + " belongs to another user.",
                        "Give it to the user of the server: chown.");
            }
            if (OwnerOnly.isOpen(attributes.permissions())) {
                throw refused(
                        "The " + what + " " + file + " is open to other users.",
                        "Run `" + OwnerOnly.command(file) + "`, and renew what is in it if somebody may have read it.");
            }
        } catch (NoSuchFileException e) {
            throw refused("The " + what + " " + file + " does not exist.", "Check the path.");
        } catch (IOException e) {
            throw new ZavoraException(
                    ErrorKind.INPUT,
                    "The " + what + " " + file + " cannot be looked at.",
                    "Check the permissions of it and of its folders.",
                    e);
        }
    }

    /** Whether other users than its owner can read or write a file that is there; false where systems know no such. */
    public static boolean isOpenToOthers(Path file) {
        try {
            return Files.getFileStore(file).supportsFileAttributeView("posix")
                    && OwnerOnly.isOpen(Files.getPosixFilePermissions(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean isOfOperator(Path file, PosixFileAttributes attributes) throws IOException {
        if (Files.getFileStore(file).supportsFileAttributeView("unix")
                && Integer.valueOf(0).equals(Files.getAttribute(file, "unix:uid"))) {
            return true;
        }
        var owner = attributes.owner();
        return ProcessHandle.current().info().user().equals(Optional.of(owner.getName()))
                || (Files.exists(THIS_PROCESS) && owner.equals(Files.getOwner(THIS_PROCESS)));
    }

    private static ZavoraException refused(String message, String hint) {
        return new ZavoraException(ErrorKind.INPUT, message, hint);
    }
}
