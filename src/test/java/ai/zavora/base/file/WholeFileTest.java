package ai.zavora.base.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.zavora.testing.NamedPipe;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(value = 20, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class WholeFileTest {
    private static final int MOST = 1 << 20;

    @TempDir
    private Path folder;

    @Test
    void readsAFileAndThroughALink() throws Exception {
        var file = Files.writeString(folder.resolve("file"), "text");
        var link = Files.createSymbolicLink(folder.resolve("link"), file);

        assertThat(new String(WholeFile.read(link, MOST), StandardCharsets.UTF_8))
                .isEqualTo("text");
    }

    @Test
    void theNullDeviceIsEmpty() throws Exception {
        var link = Files.createSymbolicLink(folder.resolve("link"), Path.of("/dev/null"));

        assertThat(WholeFile.read(link, MOST)).isEmpty();
    }

    @Test
    void refusesWhatIsNoFileAtOnce() throws Exception {
        var pipe = NamedPipe.at(folder.resolve("pipe"));

        assertThatThrownBy(() -> WholeFile.read(pipe, MOST))
                .isInstanceOf(UnusableFileException.class)
                .hasMessageContaining("pipe");
        assertThatThrownBy(() -> WholeFile.read(Path.of("/dev/zero"), MOST)).isInstanceOf(UnusableFileException.class);
        assertThatThrownBy(() -> WholeFile.read(folder, MOST))
                .isInstanceOf(UnusableFileException.class)
                .hasMessageContaining("folder");
        assertThatThrownBy(() -> WholeFile.read(folder.resolve("none"), MOST)).isInstanceOf(NoSuchFileException.class);
    }

    @Test
    void refusesAHugeFileWithoutReadingIt() throws Exception {
        var file = folder.resolve("huge");
        try (var huge = new RandomAccessFile(file.toFile(), "rw")) {
            huge.setLength(1L << 40);
        }

        assertThatThrownBy(() -> WholeFile.read(file, MOST))
                .isInstanceOf(UnusableFileException.class)
                .hasMessageContaining("larger than 1 MiB");
    }
}
