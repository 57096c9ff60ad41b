package ai.zavora.adapter.store.sqlite;

import static java.util.Objects.requireNonNull;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;

/**
 * Durable writes of several threads in one transaction: they wait for the disk together instead of one after the other.
 * Whoever gets the writing connection does what the others have queued meanwhile too.
 */
final class GroupCommit {
    /** The rest waits for the next transaction, so that nobody waits for too many. */
    private static final int MOST = 64;

    private final Queue<Write<?>> queue = new ConcurrentLinkedQueue<>();

    /** Queues a write; {@link #complete} does it, unless another thread's does. */
    <T> Write<T> add(Connections.Use<T> use) {
        var write = new Write<T>(use);
        queue.add(write);
        return write;
    }

    /** Takes back a write that will not be completed; without effect on one that was. */
    void withdraw(Write<?> write) {
        queue.remove(write);
    }

    /**
     * Does what is queued until that write is done. To be called while the writing connection is held.
     *
     * @throws SQLException when no transaction can be begun, or the write itself failed: nothing of it is stored
     */
    <T> T complete(Write<T> write, Database database) throws SQLException {
        while (!write.done) {
            writeNext(database);
        }
        return write.result();
    }

    private void writeNext(Database database) throws SQLException {
        var batch = new ArrayList<Write<?>>();
        try {
            database.transaction(() -> {
                take(batch);
                if (batch.size() == 1) {
                    batch.getFirst().run(database);
                } else {
                    for (var write : batch) {
                        write.runBesideOthers(database);
                    }
                }
                return batch;
            });
            batch.forEach(Write::committed);
        } catch (SQLException e) {
            if (batch.isEmpty()) {
                throw e;
            }
            oneByOne(batch, database, e);
        } catch (RuntimeException e) {
            if (batch.isEmpty()) {
                throw e;
            }
            batch.forEach(write -> write.failed(e));
        } catch (Error e) {
            // the others are not to share what befell this thread
            queue.addAll(batch);
            throw e;
        }
    }

    private void take(List<Write<?>> batch) {
        while (batch.size() < MOST) {
            var next = queue.poll();
            if (next == null) {
                return;
            }
            batch.add(next);
        }
    }

    /** One write that the database refuses takes the whole transaction with it: each is to fail by its own fault only. */
    private static void oneByOne(List<Write<?>> batch, Database database, SQLException refusal) {
        if (batch.size() == 1) {
            batch.getFirst().failed(refusal);
            return;
        }
        for (var write : batch) {
            try {
                database.transaction(() -> {
                    write.run(database);
                    return write;
                });
                write.committed();
            } catch (SQLException | RuntimeException e) {
                write.failed(e);
            }
        }
    }

    /** What one thread writes. Its fields are guarded by the writing connection. */
    static final class Write<T> {
        private final Connections.Use<T> use;
        private @Nullable T result;
        private @Nullable Exception failure;
        private boolean done;

        private Write(Connections.Use<T> use) {
            this.use = use;
        }

        private void run(Database database) throws SQLException {
            failure = null;
            result = use.with(database);
        }

        /** A failure of its own undoes only what it did itself. */
        private void runBesideOthers(Database database) throws SQLException {
            try {
                database.savepoint(() -> {
                    run(database);
                    return this;
                });
            } catch (RuntimeException e) {
                failure = e;
            }
        }

        private void committed() {
            done = true;
        }

        private void failed(Exception reason) {
            failure = reason;
            done = true;
        }

        private T result() throws SQLException {
            if (failure instanceof SQLException refusal) {
                throw refusal;
            }
            if (failure instanceof RuntimeException own) {
                throw own;
            }
            return requireNonNull(result);
        }
    }
}
