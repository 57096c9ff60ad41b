package ai.zavora.adapter.provider.local.gguf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a GGUF header says, and what is said about files that have none. */
final class GgufHeaderTest {

    @TempDir
    Path folder;

    @Test
    void readsTextsNumbersAndSize() throws Exception {
        var header = GgufHeader.read(file(model()));

        assertThat(header.chatTemplate()).contains("{{ x }}");
        assertThat(header.contextLength()).hasValue(2048);
        assertThat(header.parameters()).isEqualTo(12);
    }

    @Test
    void saysWhatIsWrong() throws Exception {
        var whole = model();
        var other = whole.clone();
        other[4] = 9;
        var absurd = whole.clone();
        Arrays.fill(absurd, 16, 24, (byte) 0x7f);

        assertWrong("hello".getBytes(StandardCharsets.US_ASCII), "not a GGUF file");
        assertWrong(new byte[0], "cut off");
        assertWrong(Arrays.copyOf(whole, 60), "cut off");
        assertWrong(Arrays.copyOf(whole, whole.length - 48), "cut off");
        assertWrong(other, "version");
        assertWrong(absurd, "damaged");
    }

    @Test
    void arraysWithinArraysAreDamage() throws Exception {
        var out = ByteBuffer.allocate(1 << 20).order(ByteOrder.LITTLE_ENDIAN);
        out.put("GGUF".getBytes(StandardCharsets.US_ASCII)).putInt(3).putLong(0).putLong(1);
        text(out, "deep").putInt(9);
        while (out.remaining() > 12) {
            out.putInt(9).putLong(1);
        }
        assertWrong(out.array(), "damaged");
    }

    private void assertWrong(byte[] bytes, String text) throws Exception {
        var file = file(bytes);
        assertThatThrownBy(() -> GgufHeader.read(file))
                .isInstanceOf(GgufException.class)
                .hasMessageContaining(text);
    }

    private Path file(byte[] bytes) throws Exception {
        return Files.write(folder.resolve("model.gguf"), bytes);
    }

    /** Four entries, one of them an array, and one tensor of 3 by 4 numbers. */
    private static byte[] model() {
        var out = ByteBuffer.allocate(1024).order(ByteOrder.LITTLE_ENDIAN);
        out.put("GGUF".getBytes(StandardCharsets.US_ASCII)).putInt(3).putLong(1).putLong(4);
        text(text(out, "general.architecture").putInt(8), "tiny");
        text(out, "tiny.context_length").putInt(4).putInt(2048);
        text(text(out, "tokens").putInt(9).putInt(8).putLong(2), "a");
        text(out, "b");
        text(text(out, "tokenizer.chat_template").putInt(8), "{{ x }}");
        text(out, "weights").putInt(2).putLong(3).putLong(4).putInt(0).putLong(0);
        while (out.position() % 32 != 0) {
            out.put((byte) 0);
        }
        return Arrays.copyOf(out.array(), out.position() + 48);
    }

    private static ByteBuffer text(ByteBuffer out, String text) {
        var bytes = text.getBytes(StandardCharsets.UTF_8);
        return out.putLong(bytes.length).put(bytes);
    }
}
