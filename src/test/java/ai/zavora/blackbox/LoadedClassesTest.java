package ai.zavora.blackbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A quick start stays quick because heavy libraries load only when they are used. */
final class LoadedClassesTest extends ProgramTest {

    private static final List<String> NOT_FOR_A_PLAIN_QUESTION = List.of(
            "org.jline.",
            "org.sqlite.",
            "de.kherud.",
            "dev.harrel.",
            "com.electronwill.",
            "java.net.http.",
            "io.opentelemetry.",
            "ai.zavora.adapter.telemetry.otel.",
            "java.util.logging.",
            "ai.zavora.surface.chat.",
            "ai.zavora.surface.cli.setup.",
            "ai.zavora.adapter.credential.",
            "ai.zavora.adapter.store.sqlite.",
            "ai.zavora.core.guardrail.GuardedText",
            "ai.zavora.core.guardrail.TermPattern",
            "ai.zavora.adapter.provider.anthropic.",
            "ai.zavora.adapter.provider.gemini.");

    @Test
    void aPlainQuestionLoadsNothingItDoesNotUse() throws InterruptedException, IOException {
        var log = home.resolve("classes.log");

        // without the start-up cache, which loads what it holds in one go
        var run = program()
                .with("ZAVORA_JAVA_OPTS", "-XX:AOTMode=off -Xlog:class+load:file=" + log)
                .run("ask", "hello");

        assertThat(run.exit()).as(run.err()).isZero();
        var loaded = Files.readAllLines(log).stream()
                .filter(line -> line.contains(" source: "))
                .map(line -> line.substring(0, line.indexOf(" source: ")).replaceAll("^(\\[[^]]*])*\\s*", ""))
                .toList();
        assertThat(loaded).as("the log is of this program").anyMatch(name -> name.startsWith("ai.zavora.core.agent."));
        assertThat(loaded).noneMatch(name -> NOT_FOR_A_PLAIN_QUESTION.stream().anyMatch(name::startsWith));
    }
}
