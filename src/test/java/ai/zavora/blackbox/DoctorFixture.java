package ai.zavora.blackbox;

import static org.assertj.core.api.Assertions.assertThat;

import ai.zavora.testing.Finished;
import java.io.IOException;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;

/** A look of the packaged program at itself, which leaves everything as it is. */
abstract class DoctorFixture extends ProgramTest {

    /** Every file with its content, and every folder. */
    private Map<String, String> contents() throws IOException {
        var contents = new TreeMap<String, String>();
        try (var paths = Files.walk(home)) {
            for (var path : paths.toList()) {
                contents.put(
                        path.toString(),
                        Files.isRegularFile(path)
                                ? Arrays.hashCode(Files.readAllBytes(path)) + " " + Files.getLastModifiedTime(path)
                                : "folder");
            }
        }
        return contents;
    }

    Finished unchanged(String... arguments) throws Exception {
        var before = contents();
        var run = program().run(arguments);
        assertThat(contents()).isEqualTo(before);
        assertThat(run.out() + run.err()).doesNotContain(KEY, "\tat ");
        return run;
    }
}
