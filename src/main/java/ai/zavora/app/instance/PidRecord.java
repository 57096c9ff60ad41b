package ai.zavora.app.instance;

import ai.zavora.base.json.Json;
import ai.zavora.base.json.JsonException;
import ai.zavora.base.json.JsonValue;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Optional;

/**
 * What stands in a pid file.
 *
 * @param started when that process began: a later process with the same number began at another time
 * @param address where it listens; empty until it does
 */
record PidRecord(long pid, Instant started, Optional<String> address) {
    /** How far the system's word on when a process began may differ from one reader to the next. */
    private static final Duration TOLERANCE = Duration.ofSeconds(2);

    /** Of this process. */
    static PidRecord ofThisProcess(Instant now) {
        var self = ProcessHandle.current();
        return new PidRecord(self.pid(), self.info().startInstant().orElse(now), Optional.empty());
    }

    PidRecord at(String itsAddress) {
        return new PidRecord(pid, started, Optional.of(itsAddress));
    }

    /** Reads one; empty when the text is none. */
    static Optional<PidRecord> parse(String text) {
        try {
            var json = Json.parseObject(text);
            var pid = json.integer("pid");
            var started = json.string("started_at");
            return pid.isEmpty() || started.isEmpty()
                    ? Optional.empty()
                    : Optional.of(new PidRecord(pid.getAsLong(), Instant.parse(started.get()), json.string("address")));
        } catch (JsonException | DateTimeParseException e) {
            return Optional.empty();
        }
    }

    String text() {
        return Json.write(JsonValue.object()
                        .put("pid", pid)
                        .put("started_at", started.toString())
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
