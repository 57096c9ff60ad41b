package ai.zavora.core.perf;

import ai.zavora.base.json.Json;
import ai.zavora.base.json.JsonException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What was measured, oldest first.
 *
 * @param measurements in the order of the file
 * @param malformed lines that are no measurements and were passed over, one that was cut off included
 */
public record History(List<Measurement> measurements, int malformed) {
    public History {
        measurements = List.copyOf(measurements);
    }

    /** Reads a file of one JSON object a line. Nothing in it is an error; empty lines count for nothing. */
    public static History read(byte[] file) {
        var measurements = new ArrayList<Measurement>();
        var malformed = 0;
        var start = 0;
        while (start < file.length) {
            var end = start;
            while (end < file.length && file[end] != '\n') {
                end++;
            }
            var line = text(ByteBuffer.wrap(file, start, end - start));
            var measurement = line.flatMap(History::measurement);
            measurement.ifPresent(measurements::add);
            if (measurement.isEmpty() && (line.isEmpty() || !line.get().isBlank())) {
                malformed++;
            }
            start = end + 1;
        }
        return new History(measurements, malformed);
    }

    private static Optional<String> text(ByteBuffer line) {
        try {
            return Optional.of(StandardCharsets.UTF_8.newDecoder().decode(line).toString());
        } catch (CharacterCodingException notText) {
            return Optional.empty();
        }
    }

    private static Optional<Measurement> measurement(String line) {
        try {
            return Measurement.of(Json.parseObject(line));
        } catch (JsonException notJson) {
            return Optional.empty();
        }
    }
}
