package ai.zavora.testing;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A page of documentation as its readers copy from it.
 *
 * @param file where it stands
 * @param text all of it
 * @param blocks its fenced blocks in order
 */
public record Page(Path file, String text, List<Block> blocks) {
    private static final Pattern FENCE = Pattern.compile("(?m)^ *(```|~~~)");
    private static final Pattern BLOCK = Pattern.compile("(?ms)^```(\\w*)\\n(.*?)^```$");

    public Page {
        blocks = List.copyOf(blocks);
    }

    /**
     * A fenced block.
     *
     * @param language the word behind the fence; empty without
     * @param text its lines, each with its line feed
     */
    public record Block(String language, String text) {
        /** What names it in a failure: its first line. */
        public String name() {
            return text.lines().findFirst().orElse("");
        }
    }

    /** Reads a page of the checkout or any other. */
    public static Page read(Path file) throws IOException {
        return of(file, Files.readString(file));
    }

    /**
     * A page with that text.
     *
     * @throws AssertionError when it has a fence that begins or ends no block: what stands there would be overlooked
     */
    public static Page of(Path file, String text) {
        var blocks = new ArrayList<Block>();
        var found = BLOCK.matcher(text);
        while (found.find()) {
            blocks.add(new Block(found.group(1), found.group(2)));
        }
        if (FENCE.matcher(text).results().count() != 2L * blocks.size()) {
            throw new AssertionError(file + ": a fence is indented, not closed or made of other signs");
        }
        return new Page(file, text, blocks);
    }

    /** The texts of its blocks in one language. */
    public Stream<String> blocks(String language) {
        return blocks.stream()
                .filter(block -> block.language().equals(language))
                .map(Block::text);
    }
}
