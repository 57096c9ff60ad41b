package ai.zavora.base.file;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.zavora.base.file.FileReplacement.NewFile;
import ai.zavora.testing.JavaProcess;
import java.io.FileInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
final class FileReplacementTest {
    @TempDir
    Path folder;

    private Path pipe() throws IOException, InterruptedException {
        var pipe = folder.resolve("pipe");
        assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor())
                .isZero();
        return pipe;
    }

    @Test
    void aWaitForAPipeNobodyReadsCanBeCancelled() throws Exception {
        var pipe = pipe();
        Thread.currentThread().interrupt();

        assertThatThrownBy(() -> new FileReplacement(pipe, NewFile.PRIVATE).deliver("text"))
                .isInstanceOf(InterruptedException.class);

        // lets the writer go
        try (var reader = new FileInputStream(pipe.toFile())) {
            assertThat(new String(reader.readAllBytes(), UTF_8)).isEqualTo("text");
        }
    }

    @Test
    void onlyWhatIsAFileIsReplaced() throws Exception {
        var pipe = pipe();
        var link = Files.createSymbolicLink(folder.resolve("link"), Path.of("pipe"));

        for (var path : new Path[] {pipe, link, folder}) {
            assertThatThrownBy(() -> new FileReplacement(path, NewFile.AS_USUAL).write("text"))
                    .isInstanceOf(IOException.class);
        }

        assertThat(link).isSymbolicLink();
        assertThat(Files.readAttributes(pipe, BasicFileAttributes.class).isOther())
                .isTrue();
        try (var files = Files.list(folder)) {
            assertThat(files).hasSize(2);
        }
    }

    @Test
    void aNameOfTheLargestLengthCanBeReplaced() throws IOException {
        var file = Files.writeString(folder.resolve("n".repeat(255)), "old");

        new FileReplacement(file, NewFile.PRIVATE).write("new");

        assertThat(file).hasContent("new");
    }

    @Test
    void whatAKilledProcessLeftIsRemovedAndNothingElse() throws Exception {
        var file = folder.resolve("file");
        var mine = Files.writeString(folder.resolve(".zavora-new-of-mine.tmp"), "precious");
        var copy = Files.writeString(folder.resolve(Leftovers.COPIES.newName()), "a copy of this process");
        Path left;
        try (var process = JavaProcess.start(ReplacingProcess.class, file.toString())) {
            left = Path.of(process.line());
            new FileReplacement(file, NewFile.PRIVATE).write("while it lives");
            assertThat(left).exists();
            process.kill();
        }

        new FileReplacement(file, NewFile.PRIVATE).write("after its end");

        assertThat(left).doesNotExist();
        assertThat(file).hasContent("after its end");
        assertThat(mine).hasContent("precious");
        assertThat(copy).exists();
    }
}
