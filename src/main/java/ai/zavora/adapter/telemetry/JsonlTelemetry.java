package ai.zavora.adapter.telemetry;

import ai.zavora.base.json.Json;
import ai.zavora.base.json.JsonValue;
import ai.zavora.base.text.Counted;
import ai.zavora.core.agent.Telemetry;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Telemetry as one JSON object a line in a private file (mode 0600) that several processes may share. Records wait in a
 * bounded queue for one daemon thread, which starts, and makes the file and its folder, with the first record. What finds
 * the queue full or cannot be written is dropped and counted; a record {@code telemetry.dropped} says how many once
 * writing works again.
 */
public final class JsonlTelemetry implements Telemetry {

    /**
     * Sizes and bounds.
     *
     * @param maxBytes how large the file may grow before it is moved aside
     * @param keep how many full files stay; at least 1
     * @param waiting how many records may wait; at least 1
     * @param flush how long {@link JsonlTelemetry#close} may take
     * @param stall how long it waits for a disk that takes nothing at all
     */
    public record Limits(long maxBytes, int keep, int waiting, Duration flush, Duration stall) {
        public static final Limits DEFAULT =
                new Limits(64L << 20, 4, 4096, Duration.ofSeconds(2), Duration.ofMillis(500));
    }

    private final Path path;
    private final Envelope envelope;
    private final InstantSource clock;
    private final Sink sink;

    /**
     * Telemetry to that file with the default limits.
     *
     * @param warnings told when records begin to be lost, from another thread, and in the end how many were
     */
    public JsonlTelemetry(Path path, Envelope envelope, InstantSource clock, Consumer<String> warnings) {
        this(path, envelope, clock, new Sink(path, Limits.DEFAULT, warnings));
    }

    private JsonlTelemetry(Path path, Envelope envelope, InstantSource clock, Sink sink) {
        this.path = path;
        this.envelope = envelope;
        this.clock = clock;
        this.sink = sink;
    }

    /** The same telemetry with other limits; to be called before anything is recorded. */
    public JsonlTelemetry with(Limits limits) {
        return new JsonlTelemetry(path, envelope, clock, new Sink(path, limits, sink.warnings));
    }

    @Override
    public void record(String event, JsonValue.Obj payload) {
        sink.put(new Waiting(clock.instant(), event, payload, envelope));
    }

    @Override
    public Telemetry inSession(String sessionId) {
        return new JsonlTelemetry(path, envelope.withSession(sessionId), clock, sink);
    }

    /** How many records were lost so far. */
    public long dropped() {
        return sink.dropped.get();
    }

    @Override
    public void close() {
        sink.close();
    }

    /** What the queue holds: records, and at last the end of them. */
    private sealed interface Entry {}

    private enum End implements Entry {
        END
    }

    private record Waiting(Instant at, String event, JsonValue.Obj payload, Envelope envelope) implements Entry {
        String line() {
            return Json.write(envelope.wrap(at, event, payload));
        }
    }

    /** The queue and its writer, shared by the telemetry of all sessions. */
    private static final class Sink {
        private static final String UNKNOWN = "the system does not say why";

        private final Limits limits;
        private final Path path;
        private final Consumer<String> warnings;
        private final BlockingQueue<Entry> queue;
        private final AtomicLong dropped = new AtomicLong();
        private final AtomicBoolean warned = new AtomicBoolean();
        private @Nullable Thread writer;
        private boolean closed;
        /** How many records came into the queue. */
        private final AtomicLong accepted = new AtomicLong();
        /** How many records the writer is done with. */
        private final AtomicLong handled = new AtomicLong();
        /** Drops the file already tells of; set by the writer only. */
        private volatile long reported;
        /** Set when what is in the place of the file can never take a record, so that no count says more. */
        private volatile boolean hopeless;

        Sink(Path path, Limits limits, Consumer<String> warnings) {
            this.path = path;
            this.limits = limits;
            this.warnings = warnings;
            this.queue = new ArrayBlockingQueue<>(limits.waiting());
        }

        void put(Waiting record) {
            if (isRunning() && queue.offer(record)) {
                accepted.incrementAndGet();
            } else {
                dropped.incrementAndGet();
            }
        }

        private synchronized boolean isRunning() {
            if (writer == null && !closed) {
                writer = Thread.ofPlatform().daemon().name("telemetry").start(this::writeUntilEnd);
            }
            return !closed;
        }

        private void writeUntilEnd() {
            try (var file = new RotatingFile(path, limits.maxBytes(), limits.keep())) {
                Waiting last = null;
                while (next() instanceof Waiting next) {
                    write(file, next);
                    handled.incrementAndGet();
                    last = next;
                }
                if (last != null) {
                    reportDropsAtEnd(file, last);
                }
            } catch (InterruptedException e) {
                // nobody interrupts this thread; if somebody does, later records count as dropped
            }
        }

        /** Waiting takes memory, too; where there is none for a moment, there is some later. */
        private Entry next() throws InterruptedException {
            while (true) {
                try {
                    return queue.take();
                } catch (OutOfMemoryError e) {
                    Thread.onSpinWait();
                }
            }
        }

        private void write(RotatingFile file, Waiting next) {
            try {
                reportDrops(file, next);
                file.append(next.line());
                file.immovable()
                        .ifPresent(e -> warn("The full telemetry file cannot be moved aside and grows on: "
                                + e.getMessage() + ". Nothing is lost."));
            } catch (RuntimeException | Error defect) {
                // one record that cannot be written, be it for want of memory, must not cost all that follow
                dropped.incrementAndGet();
            } catch (RotatingFile.NoRegularFileException e) {
                dropped.incrementAndGet();
                hopeless = true;
                warn("Telemetry cannot be written to " + path + ": it is no regular file. Nothing else is affected.");
            } catch (IOException e) {
                dropped.incrementAndGet();
                warn("Telemetry cannot be written to " + path + ": " + reason(e)
                        + ". Records are lost until it can; nothing else is affected.");
            }
        }

        private void reportDropsAtEnd(RotatingFile file, Waiting last) {
            try {
                reportDrops(file, last);
            } catch (IOException | OutOfMemoryError e) {
                // whoever closes this tells of the loss
            }
        }

        private void reportDrops(RotatingFile file, Waiting next) throws IOException {
            var count = dropped.get() + file.tornLines();
            if (count > reported) {
                var payload = JsonValue.object().put("count", count - reported).build();
                file.append(new Waiting(next.at, "telemetry.dropped", payload, next.envelope).line());
                reported = count;
            }
        }

        /** The system's own words where it has some. */
        private static String reason(IOException e) {
            return switch (e) {
                case AccessDeniedException _ -> "permission denied";
                case FileAlreadyExistsException _ -> "a file is in the place of its folder";
                case FileSystemException f when f.getReason() != null -> f.getReason();
                case NoSuchFileException _ -> "no file can be made there";
                case FileSystemException _ -> UNKNOWN;
                default -> e.getMessage() == null ? UNKNOWN : e.getMessage();
            };
        }

        /** Tells it if nothing was told before. */
        private boolean warn(String message) {
            var first = warned.compareAndSet(false, true);
            if (first) {
                warnings.accept(message);
            }
            return first;
        }

        void close() {
            Thread running;
            synchronized (this) {
                if (closed) {
                    return;
                }
                closed = true;
                running = writer;
            }
            if (running != null) {
                flush(running);
            }
            var lost = dropped.get();
            if (lost > 0) {
                var told = warn("Telemetry could not keep up: " + Counted.of(lost, "record") + " for " + path + " "
                        + Counted.was(lost) + " lost.");
                if (!told && !hopeless && lost > reported) {
                    warnings.accept("In all, " + Counted.of(lost, "telemetry record") + " for " + path + " "
                            + Counted.was(lost) + " lost.");
                }
            }
        }

        /** Waits for the writer, also in an interrupted thread: closing is what a cancelled run does last. */
        private void flush(Thread running) {
            var end = System.nanoTime() + limits.flush().toNanos();
            var interrupted = false;
            var told = false;
            var ended = false;
            var moving = true;
            while (!ended && moving && System.nanoTime() < end) {
                var before = handled.get();
                var deadline = Math.min(end, System.nanoTime() + limits.stall().toNanos());
                try {
                    told = told || queue.offer(End.END, left(deadline), TimeUnit.NANOSECONDS);
                    ended = told && running.join(Duration.ofNanos(left(deadline)));
                    moving = ended || handled.get() > before;
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
            if (!ended) {
                // what still waits is lost, and what the writer is at; without it there is room for the end, or the
                // writer would wait for ever
                queue.clear();
                dropped.addAndGet(accepted.get() - handled.get());
                queue.offer(End.END);
            }
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }

        private static long left(long deadline) {
            return Math.max(0, deadline - System.nanoTime());
        }
    }
}
