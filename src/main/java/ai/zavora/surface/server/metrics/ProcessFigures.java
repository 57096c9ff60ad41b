package ai.zavora.surface.server.metrics;

import java.io.IOException;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalDouble;
import java.util.function.ToLongFunction;

/** What the process uses. */
public final class ProcessFigures {
    private static final Path STATUS = Path.of("/proc/self/status");

    private ProcessFigures() {}

    /** Adds them to a registry. */
    public static void register(Registry registry) {
        registry.gaugeIfKnown(
                "process_resident_memory_bytes", "Memory of the process in RAM.", ProcessFigures::resident);
        registry.gauge("zavora_heap_used_bytes", "Java heap in use.", () -> {
            var runtime = Runtime.getRuntime();
            return (double) (runtime.totalMemory() - runtime.freeMemory());
        });
        registry.gauge("zavora_heap_max_bytes", "Java heap at most.", () ->
                (double) Runtime.getRuntime().maxMemory());
        registry.gauge("zavora_threads", "Platform threads.", () -> ManagementFactory.getThreadMXBean()
                .getThreadCount());
        registry.gauge(
                "zavora_uptime_seconds",
                "Time since the process began.",
                () -> ManagementFactory.getRuntimeMXBean().getUptime() / 1e3);
        registry.counted("zavora_gc_collections_total", "Collections of garbage.", () ->
                (double) gc(GarbageCollectorMXBean::getCollectionCount));
        registry.counted(
                "zavora_gc_seconds_total",
                "Time spent collecting garbage.",
                () -> gc(GarbageCollectorMXBean::getCollectionTime) / 1e3);
    }

    private static long gc(ToLongFunction<GarbageCollectorMXBean> figure) {
        var sum = 0L;
        for (var collector : ManagementFactory.getGarbageCollectorMXBeans()) {
            sum += Math.max(0, figure.applyAsLong(collector));
        }
        return sum;
    }

    /** Known on Linux alone. */
    private static OptionalDouble resident() {
        if (!Files.isReadable(STATUS)) {
            return OptionalDouble.empty();
        }
        try {
            for (var line : Files.readAllLines(STATUS)) {
                if (line.startsWith("VmRSS:")) {
                    var kib = line.substring(6).replace("kB", "").strip();
                    return OptionalDouble.of(Long.parseLong(kib) * 1024.0);
                }
            }
            return OptionalDouble.empty();
        } catch (IOException e) {
            return OptionalDouble.empty();
        }
    }
}
