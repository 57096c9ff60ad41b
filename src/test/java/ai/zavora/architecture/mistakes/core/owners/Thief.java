package ai.zavora.architecture.mistakes.core.owners;

import java.time.Instant;

/** Takes what others own. */
final class Thief {
    String home() throws InterruptedException, ClassNotFoundException {
        if (Instant.now().isAfter(Instant.EPOCH)) {
            Thread.sleep(1);
            System.out.println(Class.forName("java.lang.String"));
        }
        return System.getenv("HOME") + System.getProperty("user.home");
    }
}
