package ai.zavora.base.file;

import java.io.FileInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;

/**
 * A process, as it is told from every other, for others to see whether it is still there: who holds a lease, who makes a
 * file.
 *
 * @param host a space of process ids and of starts: on Linux one boot of one machine and one namespace of each, since
 *     containers on one machine share a host name or a database but not their process ids
 * @param pid the process id in that space
 * @param started when the process started, as ids are used again: on Linux in ticks since the boot, which no change of the
 *     clock moves, elsewhere in milliseconds since 1970; 0 when unknown
 */
public record ProcessIdentity(String host, long pid, long started) {
    /** Elsewhere than on Linux: a start time may be derived from another, which moves a little when the clock is set. */
    private static final long START_TOLERANCE_MS = 2_000;

    /** The unit of the starts of a host, which are not compared with those in another. */
    private static final String STARTS = " ticks";

    /** This process. */
    public static ProcessIdentity own() {
        var self = ProcessHandle.current();
        var host = hostIdentity();
        return new ProcessIdentity(
                host,
                self.pid(),
                isOnLinux(host) ? Stat.of(self.pid()).map(Stat::started).orElse(0L) : startOf(self));
    }

    /** What is known of a process. */
    public enum Fate {
        ALIVE,
        GONE,
        /** It is of another host, hidden from this user, or its start is not known, so that the id may be used again. */
        UNKNOWN
    }

    /** What became of a process. One that has ended and only waits for its parent to notice is gone. */
    public static Fate fate(ProcessIdentity holder, ProcessIdentity self) {
        if (holder.equals(self)) {
            return Fate.ALIVE;
        }
        if (!holder.host.equals(self.host)) {
            return Fate.UNKNOWN;
        }
        return isOnLinux(self.host) ? fateOnLinux(holder) : fateElsewhere(holder);
    }

    private static Fate fateOnLinux(ProcessIdentity holder) {
        var stat = Stat.of(holder.pid);
        if (stat.isEmpty()) {
            // it may be hidden from this user
            return ProcessSignal.isNobodys(holder.pid) ? Fate.GONE : Fate.UNKNOWN;
        }
        if (stat.get().hasEnded()) {
            return Fate.GONE;
        }
        if (holder.started == 0) {
            return Fate.UNKNOWN;
        }
        return stat.get().started == holder.started ? Fate.ALIVE : Fate.GONE;
    }

    private static Fate fateElsewhere(ProcessIdentity holder) {
        var process = ProcessHandle.of(holder.pid).filter(ProcessHandle::isAlive);
        if (process.isEmpty()) {
            return Fate.GONE;
        }
        var started = startOf(process.get());
        if (started == 0 || holder.started == 0) {
            return Fate.UNKNOWN;
        }
        return Math.abs(started - holder.started) > START_TOLERANCE_MS ? Fate.GONE : Fate.ALIVE;
    }

    /** Whether that process is known to be gone; a process of another host never is. */
    public static boolean isGone(ProcessIdentity holder, ProcessIdentity self) {
        return fate(holder, self) == Fate.GONE;
    }

    /** What Linux tells of a process in {@code /proc/PID/stat}, see proc_pid_stat(5). */
    private record Stat(char state, long started) {
        /** How many fields stand between the state and the start. */
        private static final int START_BEHIND_STATE = 19;

        /** Empty where there is no such process, it is hidden from this user, or those seen are of another namespace. */
        static Optional<Stat> of(long pid) {
            if (!Proc.OF_THIS_NAMESPACE) {
                return Optional.empty();
            }
            try (var in = new FileInputStream("/proc/" + pid + "/stat")) {
                var stat = new String(in.readAllBytes(), StandardCharsets.ISO_8859_1);
                // the state follows the name, which is in brackets and may hold some itself
                var fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
                return Optional.of(new Stat(fields[0].charAt(0), Long.parseLong(fields[START_BEHIND_STATE])));
            } catch (IOException e) {
                return Optional.empty();
            }
        }

        /** Java takes a zombie for alive; where nobody waits for it, as in many a container, it stays one for ever. */
        boolean hasEnded() {
            return state == 'Z' || state == 'X';
        }
    }

    /** Asked once: a process stays in the namespace it began in. */
    private static final class Proc {
        static final boolean OF_THIS_NAMESPACE = isOfThisNamespace();

        private static boolean isOfThisNamespace() {
            try {
                return Files.readSymbolicLink(Path.of("/proc/self"))
                        .toString()
                        .equals(Long.toString(ProcessHandle.current().pid()));
            } catch (IOException e) {
                return false;
            }
        }
    }

    private static long startOf(ProcessHandle process) {
        return process.info().startInstant().map(Instant::toEpochMilli).orElse(0L);
    }

    private static String hostIdentity() {
        var ids = namespace("pid");
        if (ids.isPresent()) {
            try {
                return kernelFile("random/boot_id") + " " + ids.get() + " "
                        + namespace("time").orElse("") + STARTS;
            } catch (IOException hidden) {
                return Unseen.HOST;
            }
        }
        // without /proc Linux does not tell when this process started, while other systems do
        return startOf(ProcessHandle.current()) == 0 ? Unseen.HOST : hostName();
    }

    private static boolean isOnLinux(String host) {
        return host.endsWith(STARTS);
    }

    /** See namespaces(7); empty where the system does not tell. */
    private static Optional<String> namespace(String kind) {
        try {
            return Optional.of(
                    Files.readSymbolicLink(Path.of("/proc/self/ns", kind)).toString());
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /** Where the namespace of this process is not known, no other is of the same. */
    private static final class Unseen {
        static final String HOST =
                hostName() + " " + Long.toHexString(ThreadLocalRandom.current().nextLong());
    }

    /** Read through a stream, because an interrupted thread cannot read through a channel. */
    private static String kernelFile(String name) throws IOException {
        try (var in = new FileInputStream("/proc/sys/kernel/" + name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8).strip();
        }
    }

    private static String hostName() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (IOException nameless) {
            return "localhost";
        }
    }
}
