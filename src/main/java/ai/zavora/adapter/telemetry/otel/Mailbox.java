package ai.zavora.adapter.telemetry.otel;

import ai.zavora.base.config.OtlpSettings;
import ai.zavora.base.error.ZavoraException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

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

    /** How many records may wait. A turn has a few dozen; only a thread that does not come to run fills this. */
    private static final int LIMIT = 4096;

    private final OtlpSettings settings;
    private final CommandRun run;
    private final LossNotices notices;
    private final Deliveries deliveries = new Deliveries();
    private final BlockingQueue<Mail> queue = new LinkedBlockingQueue<>();
    /** Whether nobody takes anything out of the queue any more. */
    private final AtomicBoolean abandoned = new AtomicBoolean();

    private final AtomicBoolean closed = new AtomicBoolean();
    /** Whether the fate of everything sent is known. */
    private final AtomicBoolean settled = new AtomicBoolean();

    private final CountDownLatch loaded = new CountDownLatch(1);
    private final Thread sender;

    Mailbox(OtlpSettings settings, CommandRun run, Consumer<String> warnings) {
        this.settings = settings;
        this.run = run;
        var when = run.isServer() ? LossNotices.When.AS_IT_HAPPENS : LossNotices.When.AT_THE_END;
        this.notices = new LossNotices(when, deliveries, warnings, System::nanoTime);
        this.sender = Thread.ofPlatform().daemon().name("otlp").start(this::work);
    }

    /**
     * Takes what there is room for. For ends there always is: without them, what came before would be kept for ever.
     *
     * @return whether the other side will get it, as far as is known
     */
    boolean put(Mail mail) {
        if (isRecord(mail) && (closed.get() || queue.size() >= LIMIT)) {
            deliveries.dropped();
            return false;
        }
        queue.add(mail);
        if (abandoned.get()) {
            clear();
            return false;
        }
        return true;
    }

    /** How much waits. */
    int waiting() {
        return queue.size();
    }

    private static boolean isRecord(Mail mail) {
        return switch (mail) {
            case Mail.Recorded _, Mail.Happened _ -> true;
            case Mail.TurnOver _, Mail.End _ -> false;
        };
    }

    /** Lets go of what waits: nobody will come for it. */
    private void clear() {
        var left = new ArrayList<Mail>();
        queue.drainTo(left);
        deliveries.dropped(records(left));
    }

    private static long records(Collection<Mail> mails) {
        return mails.stream().filter(Mailbox::isRecord).count();
    }

    private void work() {
        try (var pipeline = new Pipeline(settings, run, deliveries)) {
            var spans = new CommandSpans(pipeline.signals(), run, settings.traceParent());
            loaded.countDown();
            work(pipeline, spans);
        } catch (ZavoraException e) {
            var sentence = e.getMessage();
            deliveries.failed(sentence.endsWith(".") ? sentence.substring(0, sentence.length() - 1) : sentence);
        } catch (RuntimeException | Error e) {
            // a defect here, or want of memory, may cost records, never the command
            deliveries.broken(e);
        } catch (InterruptedException e) {
            // nobody interrupts this thread; if somebody does, nothing more is sent
            deliveries.broken(e);
        } finally {
            abandoned.set(true);
            clear();
            loaded.countDown();
        }
        survive(notices::look);
    }

    private void work(Pipeline pipeline, CommandSpans spans) throws InterruptedException {
        var due = System.nanoTime() + FIRST_SENDING.toNanos();
        while (true) {
            var mail = next(due);
            if (mail != null) {
                accept(spans, mail);
            }
            if (mail instanceof Mail.End) {
                survive(pipeline::sendAll);
                pipeline.await(ANSWERS);
                settled.set(true);
                return;
            }
            if (System.nanoTime() - due >= 0) {
                // before it is sent: what fails is not tried again at once
                due = System.nanoTime() + SENDING.toNanos();
                survive(pipeline::send);
            }
            survive(notices::look);
        }
    }

    /** Waiting takes memory, too; where there is none for a moment, there is some later. */
    private @Nullable Mail next(long due) throws InterruptedException {
        try {
            return queue.poll(Math.max(0, due - System.nanoTime()), TimeUnit.NANOSECONDS);
        } catch (OutOfMemoryError e) {
            return null;
        }
    }

    /** One mail that nothing can be made of must not cost all that follow. */
    private void accept(CommandSpans spans, Mail mail) {
        try {
            spans.accept(mail);
        } catch (RuntimeException | Error e) {
            deliveries.dropped(e);
        }
    }

    /** Nor must one sending; its records are counted as those that did not arrive. */
    private void survive(Runnable step) {
        try {
            step.run();
        } catch (RuntimeException | Error e) {
            deliveries.broken(e);
        }
    }

    void close(Mail.End end) {
        if (!closed.compareAndSet(false, true)) {
            return;
        }
        queue.add(end);
        awaitSender();
        // what still waits for a sender that does not come to run is lost as well
        deliveries.dropped(records(queue));
        notices.end();
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
            deliveries.endedBefore();
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private static long left(long deadline) {
        return Math.max(0, deadline - System.nanoTime());
    }
}
