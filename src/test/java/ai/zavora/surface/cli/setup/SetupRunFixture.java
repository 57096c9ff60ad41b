package ai.zavora.surface.cli.setup;

import static org.assertj.core.api.Assertions.assertThat;

import ai.zavora.adapter.provider.Providers;
import ai.zavora.adapter.provider.local.library.ModelFolder;
import ai.zavora.base.config.NetworkSettings;
import ai.zavora.base.config.Secret;
import ai.zavora.base.config.Settings;
import ai.zavora.base.config.Sources;
import ai.zavora.base.error.ErrorKind;
import ai.zavora.base.error.ZavoraException;
import ai.zavora.core.credential.Credentials;
import ai.zavora.core.credential.StoredKeys;
import ai.zavora.core.llm.ModelException;
import ai.zavora.core.llm.ModelException.Reason;
import ai.zavora.core.llm.ProbeResult;
import ai.zavora.core.llm.ProbeResult.Reach;
import ai.zavora.core.llm.ProbeResult.Standing;
import ai.zavora.testing.MemoryCredentialStore;
import ai.zavora.testing.SilentTerminal;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.io.TempDir;

/** A setup with a person, a store of keys and providers that are made up. */
abstract class SetupRunFixture {
    protected static final String KEY = "sk-test-0123456789";

    @TempDir
    protected Path folder;

    protected final MemoryCredentialStore store = new MemoryCredentialStore();
    protected final Map<String, String> environment = new HashMap<>();
    protected final Deque<ProbeResult> probes = new ArrayDeque<>();

    protected static void isInput(Throwable failure) {
        assertThat(failure).isInstanceOfSatisfying(ZavoraException.class, e -> assertThat(e.kind())
                .isEqualTo(ErrorKind.INPUT));
    }

    protected SetupReport run(ScriptedDialogue person) throws InterruptedException {
        return new SetupRun(settings(), means()).withQuestions(person, Optional.empty());
    }

    protected Settings settings() {
        environment.put("HOME", folder.resolve("home").toString());
        return Settings.load(new Sources(Map.of(), environment, folder));
    }

    protected SetupMeans means() {
        return new SetupMeans(
                Providers.all(),
                new ModelFolder(folder.resolve("models"), NetworkSettings.DIRECT),
                new Credentials(settings(), StoredKeys.lookedUpOnce(() -> store), warning -> {}),
                (provider, access) -> provider.credentialVariable().isPresent() && !probes.isEmpty()
                        ? probes.removeFirst()
                        : accepted(),
                route -> Providers.checkModel(Providers.named(route.provider()).orElseThrow(), route.model()),
                new SilentTerminal());
    }

    protected static ProbeResult accepted() {
        return new ProbeResult(
                Reach.REACHED, Standing.ACCEPTED, Duration.ofMillis(3), List.of("one", "two"), Optional.empty());
    }

    protected static ProbeResult failed(Standing standing, Reason reason, String message) {
        return new ProbeResult(
                Reach.REACHED,
                standing,
                Duration.ofMillis(3),
                List.of(),
                Optional.of(new ModelException(reason, message, "A hint.")));
    }

    protected Optional<String> kept(String provider) {
        return store.find(provider).found().map(key -> key.key()).map(Secret::reveal);
    }

    protected static InputStream stream(String text) {
        return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
    }

    protected Path file() {
        return folder.resolve(".zavora/config.toml");
    }

    protected String config() throws IOException {
        return Files.readString(file());
    }

    protected void write(String config) throws IOException {
        Files.createDirectories(file().resolveSibling(""));
        Files.writeString(file(), config);
    }
}
