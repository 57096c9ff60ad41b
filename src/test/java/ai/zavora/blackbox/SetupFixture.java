package ai.zavora.blackbox;

import ai.zavora.testing.FakeVault;
import ai.zavora.testing.Launcher;
import ai.zavora.testing.RunningProgram;
import ai.zavora.testing.Wire;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** A home without a key, and what is in it. */
abstract class SetupFixture extends ProgramTest {
    /** The program with OpenAI's address at the test server, and no key. */
    Launcher keyless() {
        return Launcher.in(home).with("OPENAI_BASE_URL", server.baseUrl(Wire.OPENAI_CHAT));
    }

    Launcher withVault(FakeVault vault) {
        return keyless()
                .with("PATH", vault.programs() + ":/usr/local/bin:/usr/bin:/bin")
                .with("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nowhere")
                .withPatience(Duration.ofSeconds(60));
    }

    static void answer(RunningProgram setup, String question, String answer) throws InterruptedException {
        setup.awaitOutput(question);
        setup.write(answer + "\r");
    }

    Path credentials() {
        return home.resolve(".zavora/credentials.json");
    }

    Path write(String config) throws IOException {
        var file = home.resolve(".zavora/config.toml");
        Files.createDirectories(file.resolveSibling(""));
        return Files.writeString(file, config);
    }

    static String permissions(Path file) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
    }

    List<Path> filesWith(String text) throws IOException {
        var found = new ArrayList<Path>();
        for (var file : filesBelow(home)) {
            if (new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1).contains(text)) {
                found.add(file);
            }
        }
        return found;
    }

    static List<Path> filesBelow(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile).toList();
        }
    }
}
