package ai.zavora.blackbox;

import static org.assertj.core.api.Assertions.assertThat;

import ai.zavora.testing.Launcher;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** A command that is advised about a file can be run as it stands, whatever the file is called. */
final class AdvisedCommandsTest extends ProgramTest {
    private static final String FOLDER = "it's my work";
    private static final Pattern CHANGE = Pattern.compile("chmod 600 [^`\\n]+");

    /** The program in a folder whose name a shell would not take for one word. */
    private Launcher inFolder() throws IOException {
        return Launcher.in(Files.createDirectories(home.resolve(FOLDER))).withModel(server);
    }

    private Path open(String name) throws IOException {
        var file = home.resolve(FOLDER).resolve(name);
        Files.createDirectories(file.resolveSibling(""));
        Files.writeString(file, "{}");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
        return file;
    }

    private static List<String> changes(String said) {
        return CHANGE.matcher(said)
                .results()
                .map(found -> found.group().strip())
                .distinct()
                .toList();
    }

    private void doneAsAdvised(String said, Path file) throws Exception {
        for (var change : changes(said)) {
            var run = inFolder().shell(change);
            assertThat(run.exit()).as(change + "\n" + run.err()).isZero();
        }
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .as(said)
                .isEqualTo("rw-------");
    }

    @Test
    void doctorOfFilesThatOthersCanRead() throws Exception {
        var keys = open(".zavora/credentials.json");
        var variables = open(".env");
        Files.writeString(variables, "X=1");

        var run = inFolder().run("doctor");

        assertThat(run.exit()).as(run.out()).isEqualTo(42);
        doneAsAdvised(run.out(), keys);
        doneAsAdvised(run.out(), variables);
        assertThat(inFolder().run("doctor").exit()).isZero();
    }

    @Test
    void aTurnWhoseKeysOthersCanRead() throws Exception {
        var keys = open(".zavora/credentials.json");

        var run = inFolder().with("OPENAI_API_KEY", "").run("ask", "--provider", "openai", PROMPT);

        failsInText(run, 42, "INPUT");
        doneAsAdvised(run.err(), keys);
    }

    @Test
    void aServerWhoseTokensOthersCanRead() throws Exception {
        var tokens = open("tokens.json");

        var run = inFolder().run("server", "serve", "--port", "0", "--tokens-file", "tokens.json");

        failsInText(run, 42, "INPUT");
        doneAsAdvised(run.err(), tokens);
    }
}
