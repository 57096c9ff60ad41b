package ai.zavora.adapter.provider.local.gguf;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What a GGUF file says about the model in it, read without the engine: the engine reports every problem in the same
 * words, and falls back to a chat template of its own where the file has none.
 *
 * <p>The layout is that of the GGUF specification, versions 2 and 3, little-endian
 * (<a href="https://github.com/ggml-org/ggml/blob/master/docs/gguf.md">ggml/docs/gguf.md</a>).
 *
 * @param texts the metadata that are strings
 * @param numbers the metadata that are whole numbers
 * @param parameters how many weights the model has
 */
public record GgufHeader(Map<String, String> texts, Map<String, Long> numbers, long parameters) {

    private static final int DEFAULT_ALIGNMENT = 32;

    public GgufHeader {
        texts = Map.copyOf(texts);
        numbers = Map.copyOf(numbers);
    }

    /**
     * Reads the header of a file.
     *
     * @throws GgufException when the file is not GGUF, of another version, or shorter than its header says
     * @throws IOException when it cannot be read
     */
    public static GgufHeader read(Path file) throws IOException, GgufException {
        try (var in = new BufferedInputStream(Files.newInputStream(file), 1 << 16)) {
            return read(new GgufReader(in), Files.size(file));
        } catch (EOFException e) {
            throw new GgufException("is cut off: it ends inside its header");
        }
    }

    /** The text of the model's chat template (Jinja); empty for a model that was not trained to chat. */
    public Optional<String> chatTemplate() {
        return Optional.ofNullable(texts.get("tokenizer.chat_template"));
    }

    /** How many tokens of context the model was trained with. */
    public OptionalLong contextLength() {
        var length = numbers.get(texts.getOrDefault("general.architecture", "") + ".context_length");
        return length == null ? OptionalLong.empty() : OptionalLong.of(length);
    }

    private static GgufHeader read(GgufReader in, long fileSize) throws IOException, GgufException {
        if (!in.magic().equals("GGUF")) {
            throw new GgufException("is not a GGUF file");
        }
        var version = in.int32();
        if (version != 2 && version != 3) {
            throw new GgufException("is a GGUF file of a version that is not supported");
        }
        var tensors = in.count();
        var entries = in.count();
        var texts = new HashMap<String, String>();
        var numbers = new HashMap<String, Long>();
        for (var i = 0L; i < entries; i++) {
            var key = in.string();
            switch (in.value()) {
                case String text -> texts.put(key, text);
                case Long number -> numbers.put(key, number);
                case GgufReader.Other.OTHER -> {}
                default -> throw new IllegalStateException(key);
            }
        }
        var parameters = 0L;
        var lastOffset = 0L;
        for (var i = 0L; i < tensors; i++) {
            in.string();
            parameters += in.elements();
            in.int32();
            lastOffset = Math.max(lastOffset, in.int64());
        }
        var alignment = Math.max(1, numbers.getOrDefault("general.alignment", (long) DEFAULT_ALIGNMENT));
        var dataStart = (in.position() + alignment - 1) / alignment * alignment;
        // every tensor is at least one byte long, so the last one must begin before the end
        if (tensors > 0 && dataStart + lastOffset >= fileSize) {
            throw new GgufException("is cut off: it is shorter than its header says");
        }
        return new GgufHeader(texts, numbers, parameters);
    }
}
