package ai.zavora.surface.chat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Predicate;
import org.jline.reader.impl.history.DefaultHistory;

/** Remembers what was typed, but no line that seems to hold a credential, or is not to be kept for another reason. */
final class PrivateHistory extends DefaultHistory {
    private final Optional<Path> file;
    private final Predicate<String> unkept;

    /** @param unkept tells a line that is not to be kept */
    PrivateHistory(Optional<Path> file, Predicate<String> unkept) {
        this.file = file;
        this.unkept = unkept;
        file.ifPresent(PrivateHistory::close);
    }

    /** Reads the file. One that is no text is set aside, so that remembering can start anew. */
    @Override
    public void load() throws IOException {
        try {
            super.load();
        } catch (UncheckedIOException e) {
            if (file.isPresent() && Files.isRegularFile(file.get())) {
                Files.move(file.get(), Path.of(file.get() + ".unreadable"), StandardCopyOption.REPLACE_EXISTING);
            }
            throw e.getCause();
        }
    }

    /** Takes other people's rights to the file away, if there is one. */
    private static void close(Path file) {
        var view = Files.getFileAttributeView(file, PosixFileAttributeView.class);
        try {
            if (view != null && Files.isRegularFile(file)) {
                view.setPermissions(PosixFilePermissions.fromString("rw-------"));
            }
        } catch (IOException notOurs) {
            // somebody else's file: the person chose it, and nothing is added to it that could not be written
            return;
        }
    }

    @Override
    public void add(Instant time, String line) {
        if (!KeyShape.isIn(line) && !unkept.test(line)) {
            super.add(time, line);
        }
    }
}
