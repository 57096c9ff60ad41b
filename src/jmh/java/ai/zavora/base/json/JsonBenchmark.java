package ai.zavora.base.json;

import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** Nanoseconds for reading and writing one streamed chunk, which happens once per token. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class JsonBenchmark {
    private final String chunk = "{\"id\":\"c1\",\"object\":\"chat.completion.chunk\",\"created\":1,\"model\":\"m\","
            + "\"choices\":[{\"index\":0,\"delta\":{\"content\":\"word \"},\"finish_reason\":null}]}";
    private final JsonValue value = parsed();

    @Benchmark
    public JsonValue parse() throws JsonException {
        return Json.parse(chunk);
    }

    @Benchmark
    public String write() {
        return Json.write(value);
    }

    private JsonValue parsed() {
        try {
            return Json.parse(chunk);
        } catch (JsonException e) {
            throw new IllegalStateException(e);
        }
    }
}
