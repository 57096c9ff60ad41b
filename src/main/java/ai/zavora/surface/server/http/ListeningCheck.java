package ai.zavora.surface.server.http;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Finds out whether the library still listens. Where an accept fails it gives up for good, and tells nobody but its log.
 * Safe for use from several threads.
 */
final class ListeningCheck {
    private static final Duration PATIENCE = Duration.ofSeconds(2);
    private static final Duration PAUSE = Duration.ofMillis(250);

    private final Runnable lost;
    private final AtomicBoolean underWay = new AtomicBoolean();
    private final CountDownLatch over = new CountDownLatch(1);

    /** @param lost told once that nobody listens any more */
    ListeningCheck(Runnable lost) {
        this.lost = lost;
    }

    /** Looks, unless that is being done already; comes back at once. */
    void begin(InetSocketAddress address) {
        if (underWay.compareAndSet(false, true)) {
            Thread.ofPlatform().daemon().name("listening-check").start(() -> look(reachable(address)));
        }
    }

    /** From now on it is as it should be that nobody listens. */
    void end() {
        over.countDown();
    }

    private static InetSocketAddress reachable(InetSocketAddress address) {
        return address.getAddress().isAnyLocalAddress()
                ? new InetSocketAddress(InetAddress.getLoopbackAddress(), address.getPort())
                : address;
    }

    private void look(InetSocketAddress address) {
        try {
            do {
                try (var connection = new Socket()) {
                    connection.connect(address, (int) PATIENCE.toMillis());
                    return;
                } catch (ConnectException refused) {
                    if (over.getCount() > 0) {
                        over.countDown();
                        lost.run();
                    }
                    return;
                } catch (IOException unknown) {
                    // what kept the server from accepting may keep us from connecting
                }
            } while (!over.await(PAUSE.toMillis(), TimeUnit.MILLISECONDS));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            underWay.set(false);
        }
    }
}
