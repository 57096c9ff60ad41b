package ai.zavora.base.file;

import java.io.FileInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;

/**
 * A process, as it is told from every other, for others to see whether it is still there: who holds a lease, who makes a
 * file.
 *
 * @param host a space of process ids: on Linux one boot of one machine and one pid namespace, since containers on one
 *     machine share a host name or a database but not their process ids
 * @param pid the process id in that space
 * @param startedUnixMs when the process started, as ids are used again; 0 when unknown
 */
public record ProcessIdentity(String host, long pid, long startedUnixMs) {
    /** Linux derives start times from a boot time that moves a little when the clock is adjusted. */
    private static final long START_TOLERANCE_MS = 2_000;

    /** This process. */
    public static ProcessIdentity own() {
        var self = ProcessHandle.current();
        return new ProcessIdentity(hostIdentity(), self.pid(), startOf(self));
    }

    /** What is known of a process. */
    public enum Fate {
        ALIVE,
        GONE,
        /** It is of another host, or its start is not known, so that the id may be used again. */
        UNKNOWN
    }

    /** What became of a process. One that has ended and only waits for its parent to notice is gone. */
    public static Fate fate(ProcessIdentity holder, ProcessIdentity self) {
        if (!holder.host.equals(self.host)) {
            return Fate.UNKNOWN;
        }
        var process = ProcessHandle.of(holder.pid).filter(ProcessHandle::isAlive);
        if (process.isEmpty() || hasEnded(holder.pid)) {
            return Fate.GONE;
        }
        var started = startOf(process.get());
        if (started == 0 || holder.startedUnixMs == 0) {
            return Fate.UNKNOWN;
        }
        return Math.abs(started - holder.startedUnixMs) > START_TOLERANCE_MS ? Fate.GONE : Fate.ALIVE;
    }

    /** Whether that process is known to be gone; a process of another host never is. */
    public static boolean isGone(ProcessIdentity holder, ProcessIdentity self) {
        return fate(holder, self) == Fate.GONE;
    }

    /** Java takes a zombie for alive; where nobody waits for it, as in many a container, it stays one for ever. */
    private static boolean hasEnded(long pid) {
        try (var in = new FileInputStream("/proc/" + pid + "/stat")) {
            var stat = new String(in.readAllBytes(), StandardCharsets.ISO_8859_1);
            // proc(5): the state follows the name, which is in brackets and may hold some itself
            var state = stat.charAt(stat.lastIndexOf(')') + 2);
            return state == 'Z' || state == 'X';
        } catch (IOException notLinuxOrGoneSince) {
            return false;
        }
    }

    private static long startOf(ProcessHandle process) {
        return process.info().startInstant().map(Instant::toEpochMilli).orElse(0L);
    }

    private static String hostIdentity() {
        try {
            return kernelFile("hostname") + " " + kernelFile("random/boot_id") + " "
                    + Files.readSymbolicLink(Path.of("/proc/self/ns/pid"));
        } catch (IOException notLinux) {
            return hostName();
        }
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
