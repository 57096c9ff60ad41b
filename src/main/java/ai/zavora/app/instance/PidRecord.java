package ai.zavora.app.instance;

import ai.zavora.base.file.ProcessIdentity;
import ai.zavora.base.json.Json;
import ai.zavora.base.json.JsonException;
import ai.zavora.base.json.JsonValue;
import ai.zavora.surface.cli.ServerProcess.State;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/**
 * What stands in a pid file.
 *
 * @param process who wrote it: a later process with the same number began at another time
 * @param started when it began, for people
 * @param address where it listens; empty until it did
 */
record PidRecord(ProcessIdentity process, Instant started, State state, Optional<String> address) {
    /** How far the system's word on when a process began may differ from one reader to the next. */
    private static final Duration TOLERANCE = Duration.ofSeconds(2);

    /** Of this process. */
    static PidRecord ofThisProcess(Instant now) {
        var started = ProcessHandle.current().info().startInstant().orElse(now);
        return new PidRecord(ProcessIdentity.own(), started, State.STARTING, Optional.empty());
    }

    long pid() {
        return process.pid();
    }

    PidRecord at(String itsAddress) {
        return new PidRecord(process, started, State.RUNNING, Optional.of(itsAddress));
    }

    PidRecord stopping() {
        return new PidRecord(process, started, State.STOPPING, address);
    }

    /** Reads one; empty when the text is none. */
    static Optional<PidRecord> parse(String text) {
        try {
            var json = Json.parseObject(text);
            var pid = json.integer("pid");
            var started = json.string("started_at");
            var state = json.string("state").flatMap(PidRecord::state);
            return pid.isEmpty() || started.isEmpty() || state.isEmpty()
                    ? Optional.empty()
                    : Optional.of(new PidRecord(
                            new ProcessIdentity(
                                    json.string("host").orElse(""),
                                    pid.getAsLong(),
                                    json.integer("start").orElse(0)),
                            Instant.parse(started.get()),
                            state.get(),
                            json.string("address")));
        } catch (JsonException | DateTimeParseException e) {
            return Optional.empty();
        }
    }

    private static Optional<State> state(String word) {
        return Arrays.stream(State.values())
                .filter(state -> word(state).equals(word))
                .findFirst();
    }

    private static String word(State state) {
        return state.name().toLowerCase(Locale.ROOT);
    }

    String text() {
        return Json.write(JsonValue.object()
                        .put("pid", pid())
                        .put("host", process.host())
                        .put("start", process.started())
                        .put("started_at", started.toString())
                        .put("state", word(state))
                        .putOrNull("address", address)
                        .build())
                + "\n";
    }

    /** The process itself; empty when it is gone, another has its number by now, or it is of another container. */
    Optional<ProcessHandle> handle() {
        return switch (ProcessIdentity.fate(process, ProcessIdentity.own())) {
            case ALIVE -> ProcessHandle.of(pid());
            case GONE -> Optional.empty();
            // written by an earlier version, or where /proc tells little: then the times have to do
            case UNKNOWN -> ProcessHandle.of(pid()).filter(this::beganThen);
        };
    }

    private boolean beganThen(ProcessHandle other) {
        return other.info()
                .startInstant()
                .filter(began -> Duration.between(began, started).abs().compareTo(TOLERANCE) <= 0)
                .isPresent();
    }
}
