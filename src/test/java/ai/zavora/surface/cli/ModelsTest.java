package ai.zavora.surface.cli;

import static org.assertj.core.api.Assertions.assertThat;

import ai.zavora.surface.cli.Streams.Standard;
import ai.zavora.testing.Golden;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ModelsTest {
    @TempDir
    Path folder;

    private String stable(String text) {
        return text.replace(folder.toString(), "FOLDER");
    }

    @Test
    void showsRolesProvidersCatalogueAndLocalModels() {
        var run = CliRun.in(folder).env("OPENAI_API_KEY", "sk-secret").run("models");

        assertThat(run.exitCode()).isZero();
        assertThat(run.out()).doesNotContain("sk-secret");
        Golden.check(ModelsTest.class, "models.txt", stable(run.out()));
    }

    @Test
    void saysWhatToDoWhenNothingIsConfigured() {
        var run = CliRun.in(folder).run("models");

        assertThat(run.exitCode()).isZero();
        Golden.check(ModelsTest.class, "models-nothing.txt", stable(run.out()));
    }

    @Test
    void showsModelsAsJson() {
        var run = CliRun.in(folder)
                .env("OPENAI_API_KEY", "sk-secret")
                .run("models", "--json", "--planner-model", "large-1");

        assertThat(run.out()).doesNotContain("sk-secret");
        Golden.check(ModelsTest.class, "models.json", stable(run.out()));
    }

    @Test
    void pullsListsAndRemovesAModel() {
        var services = new FakeServices();
        var pulled = CliRun.in(folder).services(services).run("models", "pull", "tiny");
        var again = CliRun.in(folder).services(services).run("models", "pull", "tiny");
        var listed = CliRun.in(folder).services(services).run("models", "list");
        var removed = CliRun.in(folder).services(services).run("models", "remove", "tiny");
        var missing = CliRun.in(folder).services(services).run("models", "remove", "tiny");

        assertThat(pulled.out()).isEqualTo("tiny is installed: /models/tiny.gguf\n");
        assertThat(pulled.err()).isEqualTo("""
                        tiny: answers a little, 3 MB
                        License: Test Terms, https://example.com/terms
                        Pulling it means agreeing.
                        Fetching tiny from nowhere
                        50 % of 3 MB
                        Checking tiny
                        100 % of 3 MB
                        """);
        assertThat(again.out()).isEqualTo("tiny is installed already: /models/tiny.gguf\n");
        assertThat(again.err()).isEmpty();
        assertThat(stable(listed.out()))
                .isEqualTo("Local models in FOLDER/home/.zavora/models:\n  tiny  installed  3 MB\n");
        assertThat(removed.out()).isEqualTo("tiny is removed\n");
        assertThat(missing.exitCode()).isEqualTo(42);
    }

    @Test
    void drawsABarOnATerminalOnly() {
        var run = CliRun.in(folder).terminals(Standard.ERR).run("models", "pull", "tiny");

        assertThat(run.err()).contains("\r\u001b[2K[###############---------------] 50 % of 3 MB");
        assertThat(run.err()).endsWith("100 % of 3 MB\n");
    }

    @Test
    void suggestsTheNearestModelToPull() {
        var run = CliRun.in(folder).run("models", "pull", "tinny");

        assertThat(run.exitCode()).isEqualTo(42);
        assertThat(run.err()).contains("Did you mean 'tiny'?");
    }
}
