package ai.zavora.adapter.store.sqlite;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The other processes that have a database open, also those that leave no mark in it, as far as the system lets this one
 * see: on Linux those of the same user and container (proc(5), {@code /proc/PID/fd}), elsewhere none.
 */
record Openers(List<Opener> processes) {

    /** @param isServer whether it was started as {@code server serve} */
    record Opener(long pid, boolean isServer) {
        private String words() {
            return isServer ? "the server (process " + pid + ")" : "process " + pid;
        }
    }

    /** @param database need not exist */
    static Openers of(Path database) {
        var found = new ArrayList<Opener>();
        try (var processes = Files.newDirectoryStream(Path.of("/proc"), "[1-9]*")) {
            var real = database.toRealPath();
            var files = Set.of(real, DatabaseFile.log(real), DatabaseFile.index(real));
            for (var process : processes) {
                var pid = Long.parseLong(String.valueOf(process.getFileName()));
                if (pid != ProcessHandle.current().pid() && hasOpen(process, files)) {
                    found.add(new Opener(pid, isServer(process)));
                }
            }
        } catch (IOException | DirectoryIteratorException notLinuxOrNothingThere) {
            return new Openers(List.of());
        }
        return new Openers(List.copyOf(found));
    }

    private static boolean hasOpen(Path process, Set<Path> files) {
        try (var open = Files.newDirectoryStream(process.resolve("fd"))) {
            for (var descriptor : open) {
                if (leadsTo(files, descriptor)) {
                    return true;
                }
            }
        } catch (IOException | DirectoryIteratorException ofSomebodyElseOrEnded) {
            return false;
        }
        return false;
    }

    private static boolean leadsTo(Set<Path> files, Path descriptor) {
        try {
            return files.contains(Files.readSymbolicLink(descriptor));
        } catch (IOException closedSince) {
            // of a process that goes on: its other files count
            return false;
        }
    }

    private static boolean isServer(Path process) {
        try {
            var words = Files.readString(process.resolve("cmdline"), StandardCharsets.ISO_8859_1);
            return words.contains("\0server\0serve\0");
        } catch (IOException endedSince) {
            return false;
        }
    }

    /** Them for people; empty when none is seen. */
    Optional<String> words() {
        return processes.isEmpty()
                ? Optional.empty()
                : Optional.of(processes.stream().map(Opener::words).collect(Collectors.joining(", ")));
    }
}
