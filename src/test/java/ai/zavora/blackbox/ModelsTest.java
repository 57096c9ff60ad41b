package ai.zavora.blackbox;

import static org.assertj.core.api.Assertions.assertThat;

import ai.zavora.testing.FreePort;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** Local models: what is there, what cannot be had, what is removed. */
final class ModelsTest extends ProgramTest {

    private Path modelFile() throws IOException {
        return Files.createDirectories(home.resolve(".zavora/models")).resolve("mine.gguf");
    }

    @Test
    void aModelIsListedUntilItIsRemoved() throws Exception {
        Files.writeString(modelFile(), "weights");

        assertThat(program().run("models", "list").out())
                .containsPattern("mine +installed")
                .contains("gemma-3-270m");
        var removed = program().run("models", "remove", "mine");

        assertThat(removed.exit()).as(removed.err()).isZero();
        assertThat(modelFile()).doesNotExist();
        assertThat(program().run("models", "list").out()).doesNotContain("mine");
        failsInText(program().run("models", "remove", "mine"), 42, "INPUT");
    }

    @Test
    void aModelThatCannotBeHadLeavesNothingInstalled() throws Exception {
        var offline = program()
                .with("PIP_NO_INDEX", "1")
                .with("HTTPS_PROXY", "http://127.0.0.1:" + FreePort.closed())
                .run("models", "pull", "gemma-3-270m");

        failsInText(offline, 10, "PROVIDER");
        assertThat(modelFile().resolveSibling("gemma-3-270m.gguf")).doesNotExist();
        failsInText(program().run("models", "pull", "gemma-3-27m"), 42, "INPUT");
    }
}
