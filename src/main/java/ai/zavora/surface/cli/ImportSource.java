package ai.zavora.surface.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A text that is read more than once: a file as it is, anything else as a copy that only its owner may read and that is
 * gone when this is closed.
 *
 * @param temporary whether the file is the copy
 */
record ImportSource(Path file, Temporary temporary) implements AutoCloseable {

    /** Whether a file belongs to this program. */
    enum Temporary {
        YES,
        NO
    }

    static ImportSource of(Path file) throws IOException {
        if (Files.isRegularFile(file)) {
            return new ImportSource(file, Temporary.NO);
        }
        try (var in = Files.newInputStream(file)) {
            return of(in);
        }
    }

    static ImportSource of(InputStream in) throws IOException {
        var copy = new ImportSource(Files.createTempFile("zavora-import-", ".json"), Temporary.YES);
        try (var out = Files.newOutputStream(copy.file)) {
            in.transferTo(out);
            return copy;
        } catch (IOException | RuntimeException e) {
            copy.close();
            throw e;
        }
    }

    /** Its text from the beginning; what is not UTF-8 is a {@link java.nio.charset.CharacterCodingException}. */
    Reader open() throws IOException {
        return new InputStreamReader(Files.newInputStream(file), StandardCharsets.UTF_8.newDecoder());
    }

    @Override
    public void close() throws IOException {
        switch (temporary) {
            case YES -> Files.deleteIfExists(file);
            case NO -> {}
        }
    }
}
