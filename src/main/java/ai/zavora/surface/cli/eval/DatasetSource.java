package ai.zavora.surface.cli.eval;

import static java.util.Objects.requireNonNull;

import ai.zavora.base.error.ErrorKind;
import ai.zavora.base.error.ZavoraException;
import ai.zavora.base.file.UnusableFileException;
import ai.zavora.base.file.WholeFile;
import ai.zavora.core.eval.Dataset;
import ai.zavora.core.eval.DatasetReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** A data set, in a file or built in. */
public sealed interface DatasetSource {
    /** Where the baseline is, from the working folder. */
    String BASELINE = "evals/datasets/retrieval-baseline.v1.json";

    /** A larger file is refused, so that a run is bounded in memory. */
    int MAX_BYTES = 16 << 20;

    /** The file at the place of the baseline where there is one, else what is built in. */
    static DatasetSource baseline(Path file) {
        return Files.exists(file) ? new InFile(file) : new BuiltIn();
    }

    /** What it is called in reports and messages. */
    String name();

    /**
     * Reads and checks it.
     *
     * @throws ZavoraException INPUT, when it cannot be read or anything in it is wrong
     */
    Dataset read();

    /** One that a person wrote. */
    record InFile(Path file) implements DatasetSource {
        @Override
        public String name() {
            return file.toString();
        }

        @Override
        public Dataset read() {
            try {
                return DatasetReader.read(text(WholeFile.read(file, MAX_BYTES)), name());
            } catch (NoSuchFileException e) {
                throw unreadable(
                        "does not exist", "Check the path given with --dataset; without it the baseline is used.", e);
            } catch (UnusableFileException e) {
                throw unreadable(e.what(), "Name a file with a data set.", e);
            } catch (IOException e) {
                throw unreadable("cannot be read", "Check the path given with --dataset, and who may read it.", e);
            }
        }

        private ZavoraException unreadable(String why, String hint, IOException cause) {
            return new ZavoraException(ErrorKind.INPUT, "The data set " + file + " " + why + ".", hint, cause);
        }

        private String text(byte[] bytes) {
            var in = ByteBuffer.wrap(bytes);
            var out = CharBuffer.allocate(bytes.length);
            if (StandardCharsets.UTF_8.newDecoder().decode(in, out, true).isError()) {
                throw new ZavoraException(
                        ErrorKind.INPUT,
                        "The data set " + file + " is wrong in line " + lineOf(bytes, in.position())
                                + ": that is not UTF-8.",
                        "Save the file as UTF-8.");
            }
            var all = out.flip().toString();
            // editors put a byte order mark there that nobody sees
            var text = all.startsWith("\uFEFF") ? all.substring(1) : all;
            if (text.isBlank()) {
                throw new ZavoraException(
                        ErrorKind.INPUT,
                        "The data set " + file + " is empty.",
                        "docs/evaluation.md says what a data set holds.");
            }
            return text;
        }

        private static int lineOf(byte[] bytes, int position) {
            var line = 1;
            for (var i = 0; i < position; i++) {
                if (bytes[i] == '\n') {
                    line++;
                }
            }
            return line;
        }
    }

    /** The baseline that the program brings along. */
    record BuiltIn() implements DatasetSource {
        @Override
        public String name() {
            return "built-in";
        }

        @Override
        public Dataset read() {
            var file = BASELINE.substring(BASELINE.lastIndexOf('/') + 1);
            try (var in =
                    requireNonNull(DatasetSource.class.getResourceAsStream(file), "the baseline is not built in")) {
                return DatasetReader.read(new String(in.readAllBytes(), StandardCharsets.UTF_8), name());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
