package ai.zavora.blackbox;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** The engine of local models looks for libraries to run; not in the folder that the program is started in. */
final class LocalEngineTest extends ProgramTest {

    /** A link in a circle ends the engine's process where it looks at the folder. */
    @Test
    void theEngineDoesNotLookIntoTheWorkingFolder() throws Exception {
        Files.createSymbolicLink(home.resolve("loop"), Path.of("loop"));
        // a model without anything in it
        Files.write(home.resolve("mine.gguf"), Arrays.copyOf("GGUF\3".getBytes(US_ASCII), 24));

        var run = program().run("ask", "--provider", "local", "--model", "./mine.gguf", "hi");

        failsInText(run, 10, "PROVIDER");
    }
}
