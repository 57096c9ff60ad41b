package ai.zavora.load;

import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;

/** Loads a server as a plan says, with a virtual thread for each connection. Used once. */
public final class Load {
    /** After a failure, so that a server that is down is not asked as fast as the machine can. */
    private static final Duration REST = Duration.ofMillis(10);

    private final Target target;
    private final Plan plan;
    private final AtomicLong numbers = new AtomicLong();

    public Load(Target target, Plan plan) {
        this.target = target;
        this.plan = plan;
    }

    /** Connects, warms up, measures. */
    public LoadReport run() throws InterruptedException {
        var connections = connections();
        try {
            if (plan.warmUp().isPositive()) {
                phase(connections, new Plan.Amount.Time(plan.warmUp()));
            }
            var connects = connects(connections);
            var cpu = cpuNanos();
            var began = System.nanoTime();
            var samples = phase(connections, plan.amount());
            var took = System.nanoTime() - began;
            return new LoadReport(
                    target,
                    plan.connections(),
                    samples,
                    Duration.ofNanos(took),
                    new LoadReport.Cost(Duration.ofNanos(cpuNanos() - cpu), connects(connections) - connects));
        } finally {
            connections.forEach(HttpConnection::close);
        }
    }

    private List<HttpConnection> connections() {
        var address = target.socketAddress();
        var connections = new ArrayList<HttpConnection>();
        for (var number = 0; number < plan.connections(); number++) {
            connections.add(new HttpConnection(address, plan.timeout(), plan.expected()));
        }
        return connections;
    }

    private static int connects(List<HttpConnection> connections) {
        return connections.stream().mapToInt(HttpConnection::connects).sum();
    }

    private Samples phase(List<HttpConnection> connections, Plan.Amount amount) throws InterruptedException {
        var began = System.nanoTime();
        var left = new AtomicLong(
                switch (amount) {
                    case Plan.Amount.Requests(var count) -> count;
                    case Plan.Amount.Time _ -> Long.MAX_VALUE;
                });
        var until =
                switch (amount) {
                    case Plan.Amount.Requests _ -> Long.MAX_VALUE;
                    case Plan.Amount.Time(var duration) -> duration.toNanos();
                };
        var work = new ArrayList<Future<Samples>>();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (var place = 0; place < connections.size(); place++) {
                var connection = connections.get(place);
                var delay = plan.ramp().multipliedBy(place).dividedBy(connections.size());
                work.add(threads.submit(() -> {
                    Thread.sleep(delay);
                    return work(connection, () -> System.nanoTime() - began < until && left.getAndDecrement() > 0);
                }));
            }
        }
        var all = new Samples();
        for (var each : work) {
            try {
                all.addAll(each.get());
            } catch (ExecutionException e) {
                throw new IllegalStateException(e.getCause());
            }
        }
        return all;
    }

    private Samples work(HttpConnection connection, More more) throws InterruptedException {
        var samples = new Samples();
        var requests = target.requests();
        var bodiless = target.method() == Target.Method.HEAD;
        while (more.wanted()) {
            var request = requests.request(numbers.incrementAndGet());
            var began = System.nanoTime();
            try {
                var answer = connection.exchange(request, bodiless);
                samples.answered(answer, began, System.nanoTime());
            } catch (Failure e) {
                samples.failed(e);
                Thread.sleep(REST);
            }
        }
        return samples;
    }

    private static long cpuNanos() {
        var system = ManagementFactory.getPlatformMXBean(com.sun.management.OperatingSystemMXBean.class);
        return system.getProcessCpuTime();
    }

    /** Whether another request is to be sent. */
    @FunctionalInterface
    private interface More {
        boolean wanted();
    }
}
