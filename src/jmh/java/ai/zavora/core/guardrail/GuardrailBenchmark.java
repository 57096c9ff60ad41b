package ai.zavora.core.guardrail;

import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** One megabyte of prose and code with few finds; operations per second are megabytes per second. */
@State(Scope.Thread)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class GuardrailBenchmark {
    private static final String[] WORDS = {
        "the",
        "session",
        "journal",
        "is",
        "append",
        "only",
        "and",
        "every",
        "step",
        "of",
        "a",
        "turn",
        "becomes",
        "durable",
        "before",
        "next",
        "begins;",
        "var",
        "store",
        "=",
        "open(key);",
        "return",
        "events.size();",
        "2026",
        "42,",
        "please",
        "approve",
        "secretary",
        "keys",
        "//",
        "—",
        "naïve",
        "Größe",
        "{",
        "}",
        "access",
        "apiary"
    };

    /** How many characters come at once. */
    @Param({"4", "64", "8192"})
    int piece;

    private final Guardrail guardrail = new Guardrail(
            List.of(
                    "password",
                    "secret",
                    "api key",
                    "api_key",
                    "private key",
                    "access token",
                    "ssn",
                    "social security"),
            "[REDACTED]");
    private String[] pieces = {};

    @Setup
    public void text() {
        var random = new Random(1);
        var text = new StringBuilder();
        while (text.length() < 1_000_000) {
            text.append(WORDS[random.nextInt(WORDS.length)]).append(random.nextInt(12) == 0 ? '\n' : ' ');
            if (random.nextInt(2_000) == 0) {
                text.append("my password is here, mail a@b.com ");
            }
        }
        pieces = new String[(text.length() + piece - 1) / piece];
        for (var i = 0; i < pieces.length; i++) {
            pieces[i] = text.substring(i * piece, Math.min(text.length(), (i + 1) * piece));
        }
    }

    @Benchmark
    public long redact() {
        var guarded = guardrail.open();
        var length = 0L;
        for (var next : pieces) {
            length += guarded.accept(next).length();
        }
        return length + guarded.finish().length();
    }
}
