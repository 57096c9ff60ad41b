package ai.zavora.adapter.store.sqlite;

import java.nio.file.Path;

/**
 * What changes whenever somebody writes to a database, also when who did has closed it again.
 *
 * @param bytes of the file
 * @param modified in milliseconds since the epoch
 * @param logBytes of the log beside it
 */
record Stamp(long bytes, long modified, long logBytes) {
    static Stamp of(Path file) {
        return new Stamp(
                DatabaseFile.size(file), file.toFile().lastModified(), DatabaseFile.size(DatabaseFile.log(file)));
    }
}
