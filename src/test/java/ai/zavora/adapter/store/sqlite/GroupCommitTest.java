package ai.zavora.adapter.store.sqlite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.zavora.base.error.ErrorKind;
import ai.zavora.base.error.ZavoraException;
import ai.zavora.core.session.SessionKey;
import ai.zavora.testing.Events;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Several threads append while another process holds the write lock: what queued up is written at once when it is free. */
final class GroupCommitTest {
    private static final int THREADS = 16;

    @TempDir
    Path folder;

    private SqliteStore store;
    private final List<FutureTask<Long>> appends = new ArrayList<>();
    private final List<Thread> threads = new ArrayList<>();

    @BeforeEach
    void open() {
        store = SqliteStore.open("sqlite://sessions.db", folder, InstantSource.system());
        for (var i = 0; i < THREADS; i++) {
            store.open(session(i));
        }
    }

    @AfterEach
    void close() {
        store.close();
    }

    private static SessionKey session(int number) {
        return new SessionKey("app", "user", "s" + number);
    }

    @Test
    void writesThatQueuedUpShareACommit() throws Exception {
        var before = commits();
        whileNobodyMayWrite(() -> {
            for (var i = 0; i < THREADS; i++) {
                append(i, 0);
            }
        });
        for (var append : appends) {
            assertThat(append.get()).isEqualTo(3);
        }
        for (var i = 0; i < THREADS; i++) {
            assertThat(store.events(session(i), 0, 10)).hasSize(3);
        }
        assertThat(commits() - before).isLessThanOrEqualTo(2);
    }

    @Test
    void aWriteThatFailsUndoesNoOther() throws Exception {
        whileNobodyMayWrite(() -> {
            for (var i = 0; i < THREADS; i++) {
                append(i, i % 3 == 1 ? 7 : 0);
            }
        });
        for (var i = 0; i < THREADS; i++) {
            var append = appends.get(i);
            if (i % 3 == 1) {
                assertThatThrownBy(append::get)
                        .isInstanceOf(ExecutionException.class)
                        .cause()
                        .isInstanceOfSatisfying(
                                ZavoraException.class, e -> assertThat(e.kind()).isEqualTo(ErrorKind.SESSION));
                assertThat(store.events(session(i), 0, 10)).isEmpty();
            } else {
                assertThat(append.get()).isEqualTo(3);
                assertThat(store.events(session(i), 0, 10)).hasSize(3);
            }
        }
    }

    @Test
    void aWriteTheDatabaseRefusesFailsAlone() throws Exception {
        try (var other = DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("sessions.db"));
                var statement = other.createStatement()) {
            statement.execute("CREATE TRIGGER refusal BEFORE UPDATE ON journal_session WHEN old.session_id = 's5'"
                    + " BEGIN SELECT raise(ROLLBACK, 'refused'); END");
        }
        whileNobodyMayWrite(() -> {
            for (var i = 0; i < THREADS; i++) {
                append(i, 0);
            }
        });
        for (var i = 0; i < THREADS; i++) {
            var append = appends.get(i);
            if (i == 5) {
                assertThatThrownBy(append::get).cause().isInstanceOf(ZavoraException.class);
            } else {
                assertThat(append.get()).isEqualTo(3);
            }
            assertThat(store.events(session(i), 0, 10)).hasSize(i == 5 ? 0 : 3);
        }
    }

    private void append(int number, long expectedSeq) {
        var append = new FutureTask<>(() -> store.append(session(number), expectedSeq, Events.numbered("e", 3)));
        appends.add(append);
        threads.add(Thread.ofPlatform().start(append));
    }

    /** Lets all threads come to where they wait for the write lock, or for the thread that waits for it. */
    private void whileNobodyMayWrite(Runnable starting) throws SQLException {
        try (var other = DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("sessions.db"));
                var statement = other.createStatement()) {
            statement.execute("BEGIN IMMEDIATE");
            starting.run();
            while (threads.stream()
                            .filter(thread -> thread.getState() == Thread.State.WAITING)
                            .count()
                    < THREADS - 1) {
                Thread.onSpinWait();
            }
            statement.execute("ROLLBACK");
        }
    }

    /** The frames of the log that end a transaction (sqlite.org/fileformat2.html, 4.1). */
    private int commits() throws IOException {
        var log = ByteBuffer.wrap(Files.readAllBytes(folder.resolve("sessions.db-wal")));
        var size = 24 + log.getInt(8);
        var count = 0;
        for (var at = 32; at + size <= log.limit(); at += size) {
            if (log.getInt(at + 4) != 0) {
                count++;
            }
        }
        return count;
    }
}
