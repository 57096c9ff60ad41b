package ai.zavora.app.instance;

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
 * @param started when that process began: a later process with the same number began at another time
 * @param address where it listens; empty until it did
 */
record PidRecord(long pid, Instant started, State state, Optional<String> address) {
    /** How far the system's word on when a process began may differ from one reader to the next. */
    private static final Duration TOLERANCE = Duration.ofSeconds(2);

    /** Of this process. */
    static PidRecord ofThisProcess(Instant now) {
        var self = ProcessHandle.current();
        return new PidRecord(self.pid(), self.info().startInstant().orElse(now), State.STARTING, Optional.empty());
    }

    PidRecord at(String itsAddress) {
        return new PidRecord(pid, started, State.RUNNING, Optional.of(itsAddress));
    }

    PidRecord stopping() {
        return new PidRecord(pid, started, State.STOPPING, address);
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
                            pid.getAsLong(), Instant.parse(started.get()), state.get(), json.string("address")));
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
                        .put("pid", pid)
                        .put("started_at", started.toString())
                        .put("state", word(state))
                        .putOrNull("address", address)
                        .build())
                + "\n";
    }

    /** The process itself; empty when it is gone, or another has its number by now. */
    Optional<ProcessHandle> process() {
        return ProcessHandle.of(pid).filter(process -> process.info()
                .startInstant()
                .filter(began -> Duration.between(began, started).abs().compareTo(TOLERANCE) <= 0)
                .isPresent());
    }
}
