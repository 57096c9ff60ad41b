package ai.zavora.adapter.telemetry.report;

import ai.zavora.base.file.FileReplacement;
import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * The files of one log, opened from the newest to the oldest: {@code NAME}, {@code NAME.1}, {@code NAME.2}, … A file that
 * a rotation moves on meanwhile turns up under its next name and is passed over.
 */
final class LogFiles implements Closeable {
    /** More are never kept; and one number may be missing for an instant while files are moved. */
    private static final int MOST = 1000;

    private final Path newest;
    private final List<FileChannel> open = new ArrayList<>();
    private final Set<Object> seen = new HashSet<>();
    private int number;

    LogFiles(Path newest) {
        this.newest = newest;
    }

    /**
     * An opened file.
     *
     * @param size when it was opened; what is appended later is not read
     */
    record Opened(Path path, FileChannel channel, long size) {}

    /**
     * The next older file; empty when there is none. Where the newest is gone, the older ones are still there to read.
     *
     * @throws UnreadableLogException when there is something of that name that cannot be read
     */
    Optional<Opened> next() throws IOException {
        for (var missing = 0; missing < 2 && number < MOST; number++) {
            var path = path();
            BasicFileAttributes attributes;
            try {
                attributes = Files.readAttributes(path, BasicFileAttributes.class);
                if (number > 0 && attributes.isDirectory()) {
                    // none of the log, which is written on without it
                    missing++;
                    continue;
                }
                if (!attributes.isRegularFile()) {
                    throw new UnreadableLogException(path, attributes);
                }
                var key = attributes.fileKey();
                if (seen.add(key == null ? path : key)) {
                    number++;
                    return Optional.of(opened(path));
                }
            } catch (NoSuchFileException | NotDirectoryException e) {
                missing++;
            } catch (IOException e) {
                throw UnreadableLogException.of(path, e);
            }
        }
        return Optional.empty();
    }

    private Path path() throws IOException {
        if (number == 0) {
            return newest;
        }
        // full ones are beside the file itself
        var file = Files.isSymbolicLink(newest) ? FileReplacement.target(newest) : newest;
        return file.resolveSibling(Objects.requireNonNull(file.getFileName()) + "." + number);
    }

    private Opened opened(Path path) throws IOException {
        var channel = FileChannel.open(path, StandardOpenOption.READ);
        open.add(channel);
        return new Opened(path, channel, channel.size());
    }

    @Override
    public void close() throws IOException {
        for (var channel : open) {
            channel.close();
        }
    }
}
