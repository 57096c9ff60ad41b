package ai.zavora.adapter.telemetry.otel;

import ai.zavora.base.config.OtlpSettings;
import ai.zavora.base.error.ZavoraException;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/** The queue to the thread that talks to the collector, and that thread. Safe for use from several threads. */
final class Mailbox {
    /** How long the end of a command may wait for the collector: for its answers, and for the client to be gone. */
    static final Duration FLUSH = Duration.ofMillis(500);

    private static final Duration ANSWERS = Duration.ofMillis(400);

    /** How long it may wait before that for this machine to load what sending needs; the collector has no part in it. */
    private static final Duration LOADING = Duration.ofSeconds(2);

    /** The first sending comes early: it opens the connection while the command is at its own work. */
    private static final Duration FIRST_SENDING = Duration.ofMillis(20);

    private static final Duration SENDING = Duration.ofSeconds(5);

    /** How much may wait. A turn has a few dozen at most; only a thread that does not come to run fills this. */
    private static final int LIMIT = 4096;

    private final OtlpSettings settings;
    private final CommandRun run;
    private final Consumer<String> warnings;
    private final Deliveries deliveries = new Deliveries();
    private final BlockingQueue<Mail> queue = new LinkedBlockingQueue<>();
    private final AtomicLong dropped = new AtomicLong();
    private final AtomicBoolean closed = new AtomicBoolean();
    /** Whether the fate of everything sent is known. */
    private final AtomicBoolean settled = new AtomicBoolean();

    private final CountDownLatch loaded = new CountDownLatch(1);
    private final Thread sender;

    Mailbox(OtlpSettings settings, CommandRun run, Consumer<String> warnings) {
        this.settings = settings;
        this.run = run;
        this.warnings = warnings;
        this.sender = Thread.ofPlatform().daemon().name("otlp").start(this::work);
    }

    void put(Mail mail) {
        if (closed.get() || queue.size() >= LIMIT) {
            dropped.incrementAndGet();
        } else {
            queue.add(mail);
        }
    }

    private void work() {
        try (var pipeline = new Pipeline(settings, run, deliveries)) {
            var spans = new CommandSpans(pipeline.signals(), run, settings.traceParent());
            loaded.countDown();
            work(pipeline, spans);
        } catch (ZavoraException e) {
            deliveries.failed(e.getMessage());
        } catch (RuntimeException | LinkageError e) {
            // a defect here may cost records, never the command
            deliveries.failed("defect: " + e.getClass().getSimpleName());
        } catch (InterruptedException e) {
            // nobody interrupts this thread; if somebody does, nothing more is sent
        } finally {
            loaded.countDown();
        }
    }

    private void work(Pipeline pipeline, CommandSpans spans) throws InterruptedException {
        var due = System.nanoTime() + FIRST_SENDING.toNanos();
        while (true) {
            var mail = queue.poll(Math.max(0, due - System.nanoTime()), TimeUnit.NANOSECONDS);
            if (mail != null) {
                accept(spans, mail);
            }
            if (mail instanceof Mail.End) {
                pipeline.sendAll();
                pipeline.await(ANSWERS);
                settled.set(true);
                return;
            }
            if (System.nanoTime() - due >= 0) {
                pipeline.send();
                due = System.nanoTime() + SENDING.toNanos();
            }
        }
    }

    /** What there is no memory for is lost, but not what comes later. */
    private void accept(CommandSpans spans, Mail mail) {
        try {
            spans.accept(mail);
        } catch (OutOfMemoryError e) {
            dropped.incrementAndGet();
        }
    }

    void close(Mail.End end) {
        if (!closed.compareAndSet(false, true)) {
            return;
        }
        queue.add(end);
        awaitSender();
        var reason = deliveries.reason();
        if (reason.isPresent()) {
            warnings.accept(
                    "Telemetry could not be sent to the collector: " + reason.get() + ". Nothing else is affected.");
        } else if (dropped.get() > 0) {
            warnings.accept("Telemetry could not keep up: " + dropped.get() + " records for the collector were lost.");
        }
    }

    /** Waits for the sender, also in an interrupted thread: closing is what a cancelled run does last. */
    private void awaitSender() {
        var interrupted = false;
        var waiting = true;
        var loadingEnds = System.nanoTime() + LOADING.toNanos();
        while (waiting) {
            try {
                waiting = !loaded.await(left(loadingEnds), TimeUnit.NANOSECONDS) && left(loadingEnds) > 0;
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        var ends = System.nanoTime() + FLUSH.toNanos();
        waiting = true;
        while (waiting) {
            try {
                waiting = !sender.join(Duration.ofNanos(left(ends))) && left(ends) > 0;
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (sender.isAlive() && !settled.get()) {
            deliveries.failed(Deliveries.LATE);
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private static long left(long deadline) {
        return Math.max(0, deadline - System.nanoTime());
    }
}
