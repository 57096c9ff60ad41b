package ai.zavora.adapter.provider.local;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.zavora.core.llm.ModelException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Where the engine cannot be kept out of a folder. */
final class EngineFolderTest {
    @TempDir
    Path folder;

    @Test
    void aFolderWithWhatTheEngineWouldRunIsRefused() throws Exception {
        Files.writeString(folder.resolve("libllama.so"), "");
        assertThatCode(() -> EngineFolder.requireNoLibraries(folder)).doesNotThrowAnyException();

        Files.writeString(folder.resolve("libggml-cuda-x.so"), "");
        assertThatThrownBy(() -> EngineFolder.requireNoLibraries(folder))
                .isInstanceOf(ModelException.class)
                .hasMessageContaining("libggml-cuda-x.so");
        assertThatThrownBy(() -> EngineFolder.requireNoLibraries(folder.resolve("nowhere")))
                .isInstanceOf(ModelException.class);
    }
}
