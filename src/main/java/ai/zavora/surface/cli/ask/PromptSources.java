package ai.zavora.surface.cli.ask;

import static java.nio.charset.StandardCharsets.UTF_8;

import ai.zavora.base.error.ErrorKind;
import ai.zavora.base.error.ZavoraException;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Puts a prompt together from words, files and standard input, in that order, parted by blank lines. */
public final class PromptSources {

    /** What one file, or standard input, may hold at most, in bytes. */
    public static final int MAX_SOURCE_BYTES = 16 * 1024 * 1024;

    private PromptSources() {}

    /**
     * @param words the prompt on the command line
     * @param files read whole, each between two lines that name it; blank ones are left out
     * @param stdin standard input where it is to be read
     * @return the prompt; never blank
     * @throws ZavoraException INPUT, when a source cannot be read, is larger than {@link #MAX_SOURCE_BYTES} or is not
     *     UTF-8, or when all of them are blank
     * @throws InterruptedException when standard input was waited for in vain
     */
    public static String compose(List<String> words, List<Path> files, Optional<InputStream> stdin)
            throws InterruptedException {
        var pieces = new ArrayList<String>();
        var typed = String.join(" ", words);
        if (!typed.isBlank()) {
            pieces.add(typed);
        }
        for (var file : files) {
            addNamed(pieces, file.toString(), readFile(file));
        }
        if (stdin.isPresent()) {
            addNamed(pieces, "stdin", readStdin(stdin.get()));
        }
        if (pieces.isEmpty()) {
            throw new ZavoraException(
                    ErrorKind.INPUT,
                    "There is no prompt: no words, no file and no standard input with text in it.",
                    "Write the prompt behind the command, pipe it in, or name a file with --file.");
        }
        return String.join("\n\n", pieces);
    }

    private static void addNamed(List<String> pieces, String name, String content) {
        if (!content.isBlank()) {
            var end = content.endsWith("\n") ? "" : "\n";
            pieces.add("--- begin " + name + " ---\n" + content + end + "--- end " + name + " ---");
        }
    }

    private static String readFile(Path file) {
        if (Files.isDirectory(file)) {
            throw unusable(file.toString(), "is a folder", "Name the files in it, each with its own --file.");
        }
        try (var in = Files.newInputStream(file)) {
            return decode(file.toString(), read(file.toString(), in));
        } catch (NoSuchFileException e) {
            throw unusable(file.toString(), "does not exist", "Check the path.");
        } catch (AccessDeniedException e) {
            throw unusable(file.toString(), "may not be read by this user", "Check the file's permissions.");
        } catch (IOException e) {
            throw unusable(file.toString(), "cannot be read", "Check the file and the disk it is on.");
        }
    }

    private static String readStdin(InputStream in) throws InterruptedException {
        try {
            return decode("Standard input", read("Standard input", in));
        } catch (InterruptedIOException e) {
            throw interrupted(e);
        } catch (IOException e) {
            throw unusable("Standard input", "cannot be read", "Use --no-stdin if it is not meant to be read.");
        }
    }

    private static InterruptedException interrupted(InterruptedIOException cause) {
        var interrupted = new InterruptedException();
        interrupted.initCause(cause);
        return interrupted;
    }

    private static byte[] read(String name, InputStream in) throws IOException {
        var bytes = in.readNBytes(MAX_SOURCE_BYTES + 1);
        if (bytes.length > MAX_SOURCE_BYTES) {
            throw unusable(name, "is larger than 16 MiB", "Cut it down to the part that matters.");
        }
        return bytes;
    }

    private static String decode(String name, byte[] bytes) {
        try {
            return UTF_8.newDecoder()
                    .onMalformedInput(CodingErrorAction.REPORT)
                    .onUnmappableCharacter(CodingErrorAction.REPORT)
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException e) {
            throw unusable(name, "is not valid UTF-8 text", "Convert it to UTF-8 first, for example with iconv.");
        }
    }

    private static ZavoraException unusable(String name, String what, String hint) {
        return new ZavoraException(ErrorKind.INPUT, name + " " + what + ".", hint);
    }
}
