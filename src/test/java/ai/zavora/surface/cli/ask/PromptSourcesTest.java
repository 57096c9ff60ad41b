package ai.zavora.surface.cli.ask;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.zavora.base.error.ErrorKind;
import ai.zavora.base.error.ZavoraException;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PromptSourcesTest {

    @TempDir
    Path folder;

    @Test
    void wordsFilesAndStdinComeInThatOrder() throws Exception {
        var file = Files.writeString(folder.resolve("notes.txt"), "from file\n");

        var prompt = PromptSources.compose(List.of("review", "this"), List.of(file), stdin("from stdin"));

        assertThat(prompt)
                .isEqualTo("review this\n\n--- begin " + file + " ---\nfrom file\n--- end " + file
                        + " ---\n\n--- begin stdin ---\nfrom stdin\n--- end stdin ---");
    }

    @Test
    void blankSourcesAreLeftOut() throws Exception {
        var blank = Files.writeString(folder.resolve("blank"), " \n");

        assertThat(PromptSources.compose(List.of("hi"), List.of(blank), stdin("\n")))
                .isEqualTo("hi");
    }

    @Test
    void nothingAtAllIsAnError() {
        assertInputError(() -> PromptSources.compose(List.of(" "), List.of(), stdin("")), "There is no prompt");
    }

    @Test
    void missingFilesFoldersAndOtherBytesAreNamed() throws Exception {
        var invalid = Files.write(folder.resolve("latin1"), new byte[] {'a', (byte) 0xE4, 'b'});

        assertInputError(() -> file(folder.resolve("missing")), "missing does not exist");
        assertInputError(() -> file(folder), "is a folder");
        assertInputError(() -> file(invalid), "latin1 is not valid UTF-8");
    }

    @Test
    void sixteenMebibytesAreTheMost() throws Exception {
        var most = new byte[PromptSources.MAX_SOURCE_BYTES];
        java.util.Arrays.fill(most, (byte) 'a');
        var fits = Files.write(folder.resolve("fits"), most);
        var large = Files.write(folder.resolve("large"), new byte[PromptSources.MAX_SOURCE_BYTES + 1]);

        assertThat(file(fits)).hasSizeGreaterThan(PromptSources.MAX_SOURCE_BYTES);
        assertInputError(() -> file(large), "larger than 16 MiB");
        assertInputError(
                () -> PromptSources.compose(List.of(), List.of(), Optional.of(InputStream.nullInputStream())),
                "There is no prompt");
    }

    private static String file(Path file) throws InterruptedException {
        return PromptSources.compose(List.of(), List.of(file), Optional.empty());
    }

    private static Optional<InputStream> stdin(String text) {
        return Optional.of(new ByteArrayInputStream(text.getBytes(UTF_8)));
    }

    private static void assertInputError(org.assertj.core.api.ThrowableAssert.ThrowingCallable call, String message) {
        assertThatThrownBy(call).isInstanceOfSatisfying(ZavoraException.class, e -> {
            assertThat(e.kind()).isEqualTo(ErrorKind.INPUT);
            assertThat(e.getMessage()).contains(message);
        });
    }
}
