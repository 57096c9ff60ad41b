package ai.zavora.blackbox;

import static org.assertj.core.api.Assertions.assertThat;

import ai.zavora.base.json.Json;
import ai.zavora.base.json.JsonValue;
import ai.zavora.testing.Fault;
import java.nio.file.Files;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A proxy that wants a password, and an answer that repeats what it was asked with. */
final class ProxyCredentialTest extends ProgramTest {
    private static final String PASSWORD = "pxPWcanary77";
    /** Of {@code pxuser:pxPWcanary77}. */
    private static final String SENT = "cHh1c2VyOnB4UFdjYW5hcnk3Nw==";

    @ParameterizedTest
    @ValueSource(strings = {SENT, PASSWORD})
    void isNotShownWhereAnAnswerRepeatsIt(String repeated) throws Exception {
        var error = JsonValue.object()
                .put(
                        "error",
                        JsonValue.object()
                                .put("message", "denied: " + repeated + "!")
                                .build())
                .build();
        var body = Json.write(error);
        server.reply(Fault.raw("HTTP/1.1 400 Bad Request\r\nContent-Type: application/json\r\nContent-Length: "
                + body.length() + "\r\n\r\n" + body));

        var run = program()
                .with("HTTP_PROXY", "http://pxuser:" + PASSWORD + "@127.0.0.1:" + server.port())
                .with("OPENAI_BASE_URL", "http://api.model.test/v1")
                .with("ZAVORA_TELEMETRY_CAPTURE_CONTENT", "true")
                .run("ask", "hello");

        failsInText(run, 10, "PROVIDER");
        assertThat(run.err()).contains("denied: [REDACTED]!").doesNotContain(repeated);
        assertThat(Files.readString(home.resolve(".zavora/telemetry/events.jsonl")))
                .contains("denied: [REDACTED]!")
                .doesNotContain(repeated);
    }
}
