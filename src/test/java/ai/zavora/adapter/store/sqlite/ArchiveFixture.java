package ai.zavora.adapter.store.sqlite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.zavora.base.error.ErrorKind;
import ai.zavora.base.error.ZavoraException;
import ai.zavora.core.session.Event;
import ai.zavora.core.session.SessionKey;
import ai.zavora.testing.Events;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A session database, and a place for its backup. */
abstract class ArchiveFixture {
    static final SessionKey KEY = new SessionKey("app", "user", "session");

    @TempDir
    Path folder;

    Path file;
    Path backup;

    @BeforeEach
    void place() {
        file = folder.resolve("data/sessions.db");
        backup = folder.resolve("backup.db");
    }

    SqliteArchive archive() {
        return SqliteArchive.of("sqlite://" + file, folder, InstantSource.system());
    }

    SqliteStore open() {
        return open(file);
    }

    SqliteStore open(Path database) {
        return SqliteStore.open("sqlite://" + database, folder, InstantSource.system());
    }

    void append(int count) {
        try (var store = open()) {
            var end = store.open(KEY).lastSeq();
            store.append(KEY, end, Events.numbered("text ", count));
        }
    }

    List<Event> events(Path database) {
        try (var store = open(database)) {
            return store.events(KEY, 0, Integer.MAX_VALUE);
        }
    }

    List<String> names() throws IOException {
        return names(folder);
    }

    static List<String> names(Path in) throws IOException {
        try (var files = Files.list(in)) {
            return files.map(path -> path.getFileName().toString()).toList();
        }
    }

    static void refused(ErrorKind kind, String reason, ThrowingCallable call) {
        assertThatThrownBy(call).isInstanceOfSatisfying(ZavoraException.class, e -> {
            assertThat(e.kind()).as(e.toString()).isEqualTo(kind);
            assertThat(e).hasMessageContaining(reason);
            assertThat(e.hint()).isNotBlank();
        });
    }
}
