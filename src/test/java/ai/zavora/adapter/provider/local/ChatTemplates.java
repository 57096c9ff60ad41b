package ai.zavora.adapter.provider.local;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/** Makes a chat model of a GGUF file that has no chat template, by writing one into its header. */
final class ChatTemplates {

    private static final int ALIGNMENT = 32;
    private static final int STRING = 8;

    private ChatTemplates() {}

    /** Copies the file with that template added as its first entry. */
    static void add(Path from, Path to, String template) throws IOException {
        var old = Files.readAllBytes(from);
        var entry = new ByteArrayOutputStream();
        entry.write(string("tokenizer.chat_template"));
        entry.write(number(4, STRING));
        entry.write(string(template));
        // a header longer by whole steps of the alignment leaves every tensor where its offset says
        while (entry.size() % ALIGNMENT != 0) {
            entry.reset();
            template += " ";
            entry.write(string("tokenizer.chat_template"));
            entry.write(number(4, STRING));
            entry.write(string(template));
        }
        var head = Arrays.copyOf(old, 24);
        var count = ByteBuffer.wrap(head).order(ByteOrder.LITTLE_ENDIAN);
        count.putLong(16, count.getLong(16) + 1);
        try (var out = Files.newOutputStream(to)) {
            out.write(head);
            out.write(entry.toByteArray());
            out.write(old, 24, old.length - 24);
        }
    }

    private static byte[] string(String text) {
        var bytes = text.getBytes(StandardCharsets.UTF_8);
        var all = ByteBuffer.allocate(8 + bytes.length).order(ByteOrder.LITTLE_ENDIAN);
        return all.putLong(bytes.length).put(bytes).array();
    }

    private static byte[] number(int width, int value) {
        return ByteBuffer.allocate(width)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(value)
                .array();
    }
}
