package ai.zavora.adapter.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import ai.zavora.base.json.JsonValue;
import ai.zavora.testing.MutableClock;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

@Timeout(120)
final class TelemetryWarningTest {
    private final List<String> warnings = new CopyOnWriteArrayList<>();

    @Test
    @EnabledOnOs(OS.LINUX)
    void whyNoFileCanBeMadeIsSaidInWords() {
        var envelope = new Envelope("run-1-2", "ask", "default-session");
        try (var telemetry =
                new JsonlTelemetry(Path.of("/proc/self/x"), envelope, MutableClock.fixed(), warnings::add)) {
            telemetry.record("lost", JsonValue.Obj.EMPTY);
        }

        assertThat(warnings.getFirst())
                .contains("/proc/self/x: no file can be made there.")
                .doesNotContain("Exception");
    }
}
