package ai.zavora.app;

import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.IntConsumer;

/**
 * Turns SIGINT, SIGTERM and SIGHUP into an interrupt of the thread that does the work, so that it can write its last
 * line, close the journal and flush telemetry. The process ends with 128 plus the signal's number in any case: at once
 * at the second signal, unless both came together, and after {@link #PATIENCE} or the time set when the work does not
 * end.
 *
 * <p>The JDK tells which signal came only through {@code sun.misc.Signal} of {@code jdk.unsupported}. It is reached by
 * reflection because a direct use is a compiler warning that nothing can silence, and warnings are errors here.
 */
final class Signals {

    /** How long the work may take to end in good order. */
    static final Duration PATIENCE = Duration.ofSeconds(5);

    private static final List<String> ENDING = List.of("INT", "TERM", "HUP");

    /**
     * Signals that come together are one: {@code timeout} of GNU coreutils sends its own to the process and then to the
     * process's group, systemd SIGHUP behind SIGTERM where it is told to. No person is as quick.
     */
    private static final Duration TOGETHER = Duration.ofMillis(100);

    private final Thread worker;
    private final AtomicInteger exitCode = new AtomicInteger();
    private final AtomicReference<Optional<Runnable>> resumed = new AtomicReference<>(Optional.empty());
    private volatile Duration patience = PATIENCE;
    /** When the first signal came, as {@link System#nanoTime}. */
    private long since;

    private Signals(Thread worker) {
        this.worker = worker;
    }

    /** Starts to watch on behalf of the calling thread. */
    static Signals interruptCurrentThread() {
        var signals = new Signals(Thread.currentThread());
        try {
            handle(ENDING, number -> signals.received(128 + number));
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("this JDK has no sun.misc.Signal", e);
        }
        return signals;
    }

    /**
     * Has something done whenever the process goes on after it was stopped, in place of what was to be done before. It
     * runs on a thread of its own.
     */
    void onContinue(Runnable action) {
        if (resumed.getAndSet(Optional.of(action)).isEmpty()) {
            try {
                handle(List.of("CONT"), _ -> resumed.get().ifPresent(Runnable::run));
            } catch (ReflectiveOperationException e) {
                throw new IllegalStateException("this JDK has no sun.misc.Signal", e);
            }
        }
    }

    private static void handle(List<String> names, IntConsumer action) throws ReflectiveOperationException {
        var signalType = Class.forName("sun.misc.Signal");
        var handlerType = Class.forName("sun.misc.SignalHandler");
        var number = signalType.getMethod("getNumber");
        var handler = Proxy.newProxyInstance(
                handlerType.getClassLoader(), new Class<?>[] {handlerType}, (proxy, method, arguments) -> {
                    if (method.getName().equals("handle")) {
                        action.accept((int) number.invoke(arguments[0]));
                    }
                    return null;
                });
        var handle = signalType.getMethod("handle", signalType, handlerType);
        for (var name : names) {
            handle.invoke(null, signalType.getConstructor(String.class).newInstance(name), handler);
        }
    }

    private synchronized void received(int code) {
        if (exitCode.get() != 0) {
            if (System.nanoTime() - since > TOGETHER.toNanos()) {
                Runtime.getRuntime().halt(code);
            }
            return;
        }
        since = System.nanoTime();
        exitCode.set(code);
        worker.interrupt();
        Thread.ofPlatform().daemon().name("signal-patience").start(() -> {
            try {
                Thread.sleep(patience);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            Runtime.getRuntime().halt(code);
        });
    }

    /** Sets how long the work may take to end once a signal has come. */
    void allow(Duration time) {
        patience = time;
    }

    /** What the process should end with because of a signal; 130 when none came (an interrupt without one). */
    int exitCode() {
        return exitCode(130);
    }

    /** What the process should end with because of a signal; that code when none came. */
    int exitCode(int otherwise) {
        var code = exitCode.get();
        return code == 0 ? otherwise : code;
    }
}
