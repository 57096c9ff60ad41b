package ai.zavora.surface.server.health;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** All checks together, within one bound of time. Safe for use from several threads. */
public final class Readiness {
    private final List<Probe> probes;
    private final Duration patience;

    /** @param patience how long all checks together may take; what is not told by then counts as wrong */
    public Readiness(List<Check> checks, Duration patience) {
        this.probes = checks.stream().map(Probe::new).toList();
        this.patience = patience;
    }

    /** What each check found, by its name and in the order of the checks; empty where all is well. */
    public Map<String, Optional<String>> look() throws InterruptedException {
        var deadline = System.nanoTime() + patience.toNanos();
        var looks = new LinkedHashMap<String, CompletableFuture<Optional<String>>>();
        for (var probe : probes) {
            looks.put(probe.name(), probe.begin());
        }
        var found = new LinkedHashMap<String, Optional<String>>();
        for (var look : looks.entrySet()) {
            var left = Duration.ofNanos(deadline - System.nanoTime());
            found.put(look.getKey(), Probe.outcome(look.getValue(), left));
        }
        return found;
    }
}
