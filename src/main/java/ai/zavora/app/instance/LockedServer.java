package ai.zavora.app.instance;

import ai.zavora.base.error.ErrorKind;
import ai.zavora.base.error.ZavoraException;
import ai.zavora.surface.cli.ServerProcess;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/** The server that holds a pid file. */
public final class LockedServer implements ServerProcess {
    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(100);
    private static final int LOOKS_FOR_A_NAME = 20;

    private final PidFile file;

    public LockedServer(Path pidFile) {
        this.file = new PidFile(pidFile);
    }

    @Override
    public Optional<Running> running() throws InterruptedException {
        return named().map(record -> new Running(record.pid(), record.started(), record.state(), record.address()));
    }

    @Override
    public Ending stop(Duration patience) throws InterruptedException {
        var record = named();
        if (record.isEmpty()) {
            return Ending.NOTHING_RAN;
        }
        var process = record.get().handle().orElseThrow(LockedServer::unknownProcess);
        if (record.get().state() != State.STOPPING) {
            process.destroy();
        }
        var deadline = System.nanoTime() + patience.toNanos();
        while (holds(record.get())) {
            if (System.nanoTime() - deadline >= 0) {
                return Ending.UNDER_WAY;
            }
            Thread.sleep(BETWEEN_LOOKS);
        }
        return Ending.STOPPED;
    }

    /** Whether that server, or one that has not said who it is, holds the file. */
    private boolean holds(PidRecord record) {
        return switch (file.look()) {
            case PidFile.Free() -> false;
            case PidFile.Held(var by) -> by.isEmpty() || by.get().pid() == record.pid();
        };
    }

    /** Who holds the file; waits a moment for one that has just taken it. */
    private Optional<PidRecord> named() throws InterruptedException {
        for (var look = 0; look < LOOKS_FOR_A_NAME; look++) {
            switch (file.look()) {
                case PidFile.Free() -> {
                    return Optional.empty();
                }
                case PidFile.Held(var by) -> {
                    if (by.isPresent()) {
                        return by;
                    }
                }
            }
            Thread.sleep(BETWEEN_LOOKS);
        }
        throw unknownProcess();
    }

    private static ZavoraException unknownProcess() {
        return new ZavoraException(
                ErrorKind.INPUT,
                "The pid file is locked, but not by a server that can be told apart on this machine.",
                "Look for who has it open: it may be in another container.");
    }
}
