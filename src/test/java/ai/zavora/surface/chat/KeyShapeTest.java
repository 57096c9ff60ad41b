package ai.zavora.surface.chat;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class KeyShapeTest {
    @Test
    void linesWithCredentialsAreRecognised() {
        assertThat(List.of(
                        "sk-proj-abcdefgh12345678",
                        "use sk-ant-api03-abcdefgh please",
                        "export OPENAI_API_KEY=abcdef123456",
                        "password: hunter2hunter2",
                        "AIzaSyA1234567890abcdefghijklmnopqrstu",
                        "ghp_abcdefghijklmnopqrstuvwxyz0123456789",
                        "Authorization: Bearer abc.def.ghi.jkl",
                        "-----BEGIN RSA PRIVATE KEY-----",
                        "aB3dE5gH7jK9mN1pQ3rS5tU7vW9xY1zA3bC5"))
                .allMatch(KeyShape::isIn);
    }

    @Test
    void ordinaryLinesAreNot() {
        assertThat(List.of(
                        "explain the key idea of this token ring",
                        "revert 3f5c0b0e2c7d4f1a9b8e7d6c5b4a39281706f5e4",
                        "/model claude-sonnet-4-20250514",
                        "why does my risk-assessment say no?",
                        "what is in src/main/java/ai/zavora/surface/chat?"))
                .noneMatch(KeyShape::isIn);
    }
}
