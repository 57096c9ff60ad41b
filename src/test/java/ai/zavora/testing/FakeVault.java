package ai.zavora.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** A {@code secret-tool} that is a shell script: it keeps secrets in files and notes its arguments. */
public final class FakeVault {
    private static final String NOTE = "echo \"$*\" >> '%s/calls'\n";
    private static final String WORKING = NOTE + """
            case "$1" in
              lookup) [ -f '%1$s/'"$5" ] || exit 1; cat '%1$s/'"$5" ;;
              store) cat > '%1$s/'"$7" ;;
              clear) rm '%1$s/'"$5" ;;
            esac
            """;

    private final Path folder;

    private FakeVault(Path folder, String script) {
        this.folder = folder;
        try {
            Files.createDirectories(folder.resolve("kept"));
            var file = folder.resolve("secret-tool");
            Files.writeString(file, "#!/bin/sh\n" + script.formatted(folder.resolve("kept")));
            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** One that does its work. */
    public static FakeVault working(Path folder) {
        return new FakeVault(folder, WORKING);
    }

    /** One that ends every call with an error, as without a service behind it. */
    public static FakeVault failing(Path folder) {
        return new FakeVault(folder, NOTE + "echo 'no service; secret is sk-leaked-by-vault' >&2; exit 1\n");
    }

    /** One whose program crashes at every call, and says nothing. */
    public static FakeVault crashing(Path folder) {
        return new FakeVault(folder, NOTE + "kill -SEGV $$\n");
    }

    /** One that gives out the same key for ever, whoever's is asked for, and takes none. */
    public static FakeVault stuck(Path folder, String kept) {
        return new FakeVault(folder, NOTE + "[ \"$1\" = lookup ] && echo '" + kept + "' && exit 0\nexit 1\n");
    }

    /** One that waits for somebody to unlock it. */
    public static FakeVault hanging(Path folder) {
        return new FakeVault(folder, NOTE + "sleep 600 & echo $! >> '%1$s/sleepers'; wait\n");
    }

    /** One that Ctrl-C ends a moment before it reaches the program that asks. */
    public static FakeVault interrupted(Path folder) {
        return new FakeVault(
                folder, NOTE + "(sleep 0.2; kill -INT $PPID) < /dev/null > /dev/null 2>&1 &\nkill -INT $$\n");
    }

    /** One that takes keys and gives none back. */
    public static FakeVault forgetful(Path folder) {
        return new FakeVault(folder, NOTE + "[ \"$1\" = store ] && cat > /dev/null && exit 0\nexit 1\n");
    }

    /** Where the program is, for {@code PATH}. */
    public Path programs() {
        return folder;
    }

    /** The file that holds the secret of an account; it may not exist. */
    public Path secret(String account) {
        return folder.resolve("kept").resolve(account);
    }

    /** The arguments of every call so far. */
    public List<String> calls() {
        return lines("calls");
    }

    /** Whether anything that a hanging one has started still runs. */
    public boolean sleepersAlive() {
        return lines("sleepers").stream()
                .flatMap(pid -> ProcessHandle.of(Long.parseLong(pid)).stream())
                .anyMatch(FakeVault::staysAlive);
    }

    /** Waits until the program of {@link #hanging} hangs. */
    public void awaitSleeper() throws InterruptedException {
        var deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
        while (lines("sleepers").isEmpty()) {
            if (System.nanoTime() > deadline) {
                throw new AssertionError("the program never came to hang");
            }
            Thread.sleep(5);
        }
    }

    /** One that was just killed takes a moment to go. */
    private static boolean staysAlive(ProcessHandle sleeper) {
        try {
            sleeper.onExit().get(5, TimeUnit.SECONDS);
            return false;
        } catch (TimeoutException e) {
            return true;
        } catch (InterruptedException | ExecutionException e) {
            throw new AssertionError(e);
        }
    }

    private List<String> lines(String name) {
        try {
            var file = folder.resolve("kept").resolve(name);
            return Files.exists(file) ? Files.readAllLines(file) : List.of();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
