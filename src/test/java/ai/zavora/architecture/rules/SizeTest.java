package ai.zavora.architecture.rules;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** No file and no method grows beyond what a reader takes in; there is no list of exceptions. */
final class SizeTest {
    private static final int FILE = 400;
    private static final int METHOD = 60;

    private final Sources sources = Sources.below(
            Path.of("src/main/java"),
            Path.of("src/test/java/ai/zavora/testing"),
            Path.of("src/test/java/ai/zavora/architecture"));

    @Test
    void filesStayShort() {
        assertThat(sources.count()).isGreaterThan(100);
        assertThat(sources.filesLongerThan(FILE)).isEmpty();
    }

    @Test
    void methodsStayShort() {
        assertThat(sources.methodsLongerThan(METHOD)).isEmpty();
    }

    @Test
    void nothingIsLeftForLater() {
        assertThat(Sources.below(Path.of("src/main/java")).linesMatching(".*\\b(TODO|FIXME|XXX)\\b.*"))
                .isEmpty();
    }

    @Test
    void seesWhatIsTooLong(@TempDir Path folder) throws IOException {
        var source = "class Long {\n    void grow() {\n" + "        int x;\n".repeat(60) + "    }\n}\n";
        Files.writeString(folder.resolve("Long.java"), source + "// TODO\n".repeat(400));
        var found = Sources.below(folder);

        assertThat(found.filesLongerThan(FILE)).hasSize(1);
        assertThat(found.methodsLongerThan(METHOD)).singleElement().asString().contains("grow", "62");
        assertThat(found.methodsLongerThan(62)).isEmpty();
        assertThat(found.linesMatching(".*TODO.*")).hasSize(400);
    }
}
