package ai.zavora.base.file;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;

/**
 * Files in a folder that this user may not look into: they may well be there, while {@link Files#exists} answers as where
 * they are not.
 */
public final class OutOfReach {
    private OutOfReach() {}

    /** Whether this user may not even see if something is there, links followed. */
    public static boolean is(Path file) {
        try {
            Files.readAttributes(file, BasicFileAttributes.class);
            return false;
        } catch (AccessDeniedException e) {
            return true;
        } catch (IOException e) {
            // it is not there, or whoever opens it is told what is wrong
            return false;
        }
    }
}
