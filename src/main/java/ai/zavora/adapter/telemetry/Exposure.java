package ai.zavora.adapter.telemetry;

import ai.zavora.base.file.OwnerOnly;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.util.EnumSet;
import java.util.Set;

/** Ends that others than its owner may read or write a file. */
final class Exposure {
    private static final Set<PosixFilePermission> OF_OWNER = EnumSet.of(
            PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE, PosixFilePermission.OWNER_EXECUTE);

    private Exposure() {}

    /**
     * Takes the permissions of others away from a regular file that belongs to whoever runs the program; any other file
     * is left as it is, and so is one on a file system that does not let its permissions be changed.
     *
     * @return whether there was something to end
     */
    static boolean end(Path file) throws IOException {
        if (!OwnerOnly.isKnownTo(file)) {
            return false;
        }
        PosixFileAttributes attributes;
        try {
            attributes = Files.readAttributes(file, PosixFileAttributes.class);
        } catch (NoSuchFileException notThere) {
            return false;
        }
        if (!attributes.isRegularFile() || OF_OWNER.containsAll(attributes.permissions()) || !isOurs(attributes)) {
            return false;
        }
        var kept = EnumSet.copyOf(OF_OWNER);
        kept.retainAll(attributes.permissions());
        try {
            Files.setPosixFilePermissions(file, kept);
        } catch (IOException e) {
            // records are worth more than what the file system cannot keep anyway
        }
        return true;
    }

    private static boolean isOurs(PosixFileAttributes attributes) {
        return ProcessHandle.current()
                .info()
                .user()
                .filter(attributes.owner().getName()::equals)
                .isPresent();
    }
}
