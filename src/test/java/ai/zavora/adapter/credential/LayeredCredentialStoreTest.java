package ai.zavora.adapter.credential;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.zavora.base.config.Secret;
import ai.zavora.base.config.VaultSettings;
import ai.zavora.base.config.VaultSettings.OperatingSystem;
import ai.zavora.base.config.VaultSettings.SessionBus;
import ai.zavora.base.error.ErrorKind;
import ai.zavora.base.error.ZavoraException;
import ai.zavora.core.credential.KeyLookup;
import ai.zavora.core.credential.KeyLookup.StoredKey;
import ai.zavora.core.credential.Place;
import ai.zavora.core.credential.VaultProblem;
import ai.zavora.testing.FakeVault;
import ai.zavora.testing.JavaProcess;
import ai.zavora.testing.NamedPipe;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class LayeredCredentialStoreTest {
    private static final String KEY = "sk-test-0123456789";

    @TempDir
    private Path folder;

    @Test
    void keepsKeysInTheVaultAndNeverAmongArguments() throws Exception {
        var vault = FakeVault.working(folder.resolve("bin"));
        var store = store(vault);

        var saved = store.save("openai", new Secret(KEY));

        assertThat(saved.place()).isEqualTo(Place.VAULT);
        assertThat(saved.problem()).isEmpty();
        assertThat(vault.secret("openai")).hasContent(KEY);
        assertThat(file()).doesNotExist();
        assertThat(key(store(vault), "openai")).contains(KEY);
        assertThat(place(store(vault), "openai")).contains(Place.VAULT);
        assertThat(key(store(vault), "groq")).isEmpty();
        assertThat(store(vault).delete("openai").any()).isTrue();
        assertThat(key(store(vault), "openai")).isEmpty();
        assertThat(store(vault).delete("openai").any()).isFalse();
        assertThat(vault.calls()).isNotEmpty().noneMatch(call -> call.contains(KEY));
    }

    @Test
    void keepsKeysInAPrivateFileWhereThereIsNoVault() throws Exception {
        var store = new LayeredCredentialStore(noVault(), home());

        assertThat(store.save("openai", new Secret(KEY)).place()).isEqualTo(Place.FILE);
        store.save("groq", new Secret("gsk-other"));

        assertThat(permissions(file())).isEqualTo("rw-------");
        assertThat(permissions(home())).isEqualTo("rwx------");
        assertThat(key(store, "openai")).contains(KEY);
        assertThat(key(store, "groq")).contains("gsk-other");
        assertThat(place(store, "openai")).contains(Place.FILE);
        assertThat(store.find("anthropic").problem()).isEmpty();
        assertThat(store.delete("openai").any()).isTrue();
        assertThat(key(store, "openai")).isEmpty();
        assertThat(key(store, "groq")).contains("gsk-other");
        try (var files = Files.list(home())) {
            assertThat(files.map(path -> path.getFileName().toString()))
                    .containsExactlyInAnyOrder("credentials.json", "credentials.lock");
        }
    }

    @Test
    void lookingMakesNoFile() throws Exception {
        var store = new LayeredCredentialStore(noVault(), home());

        assertThat(key(store, "openai")).isEmpty();
        assertThat(store.delete("openai").any()).isFalse();

        assertThat(home()).doesNotExist();
    }

    @Test
    void startsNoVaultWithoutADesktopSession() throws Exception {
        var vault = FakeVault.working(folder.resolve("bin"));
        var settings = new VaultSettings(
                OperatingSystem.OTHER,
                List.of(vault.programs()),
                new SessionBus(Optional.empty(), Optional.of(folder.resolve("no-bus"))));

        new LayeredCredentialStore(settings, home()).find("openai");

        assertThat(vault.calls()).isEmpty();
    }

    @Test
    void tellsAVaultThatFailsFromOneWithoutTheKey() throws Exception {
        var vault = FakeVault.failing(folder.resolve("bin"));
        var store = store(vault);

        var lookup = store.find("openai");
        store.find("groq");

        assertThat(lookup.found()).isEmpty();
        assertThat(lookup.problem().orElseThrow().kind()).isEqualTo(VaultProblem.Kind.FAILED);
        assertThat(lookup.problem().orElseThrow().message())
                .contains("secret-tool")
                .doesNotContain("sk-leaked");
        assertThat(vault.calls()).hasSize(1);
        assertThat(store(FakeVault.working(folder.resolve("bin2")))
                        .find("openai")
                        .problem())
                .isEmpty();
    }

    @Test
    void aProgramThatCrashesSaysNothingOfWhatTheVaultHas() throws Exception {
        var vault = FakeVault.crashing(folder.resolve("bin"));

        assertThat(store(vault).find("openai").problem()).isPresent();
        assertThat(store(vault).delete("openai").problem()).isPresent();
    }

    @Test
    void savesToTheFileWhenTheVaultFails() throws Exception {
        var vault = FakeVault.failing(folder.resolve("bin"));

        var saved = store(vault).save("openai", new Secret(KEY));

        assertThat(saved.place()).isEqualTo(Place.FILE);
        assertThat(saved.problem()).isPresent();
        assertThat(key(store(vault), "openai")).contains(KEY);
    }

    @Test
    void usesTheKeySavedLastWhateverTheVaultStillHas() throws Exception {
        var vault = FakeVault.stuck(folder.resolve("bin"), "sk-stale-0123456789");

        var saved = store(vault).save("openai", new Secret(KEY));

        assertThat(saved.place()).isEqualTo(Place.FILE);
        assertThat(saved.problem()).isPresent();
        assertThat(key(store(vault), "openai")).contains(KEY);
        assertThat(place(store(vault), "openai")).contains(Place.FILE);
    }

    @Test
    @Timeout(value = 20, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void waitsForNoPipe() throws Exception {
        Files.createDirectories(home());
        NamedPipe.at(file());
        var store = new LayeredCredentialStore(noVault(), home());

        assertThatThrownBy(() -> store.find("openai"))
                .isInstanceOfSatisfying(
                        ZavoraException.class, e -> assertThat(e.kind()).isEqualTo(ErrorKind.INPUT))
                .hasMessageContaining("pipe");
        Files.delete(file());
        NamedPipe.at(home().resolve("credentials.lock"));
        assertThatThrownBy(() -> store.save("openai", new Secret(KEY))).isInstanceOf(ZavoraException.class);
        assertThat(file()).doesNotExist();
    }

    @Test
    void savesToTheFileWhenTheVaultForgets() throws Exception {
        var saved = store(FakeVault.forgetful(folder.resolve("bin"))).save("openai", new Secret(KEY));

        assertThat(saved.place()).isEqualTo(Place.FILE);
        assertThat(file()).exists();
    }

    @Test
    void takesTheKeyOutOfTheFileWhenTheVaultHasIt() throws Exception {
        new LayeredCredentialStore(noVault(), home()).save("openai", new Secret("sk-old"));

        store(FakeVault.working(folder.resolve("bin"))).save("openai", new Secret(KEY));

        assertThat(file()).content().doesNotContain("sk-old").doesNotContain(KEY);
    }

    @Test
    void givesUpOnAVaultThatHangsAndKillsIt() throws Exception {
        var vault = FakeVault.hanging(folder.resolve("bin"));
        var store = new LayeredCredentialStore(desktop(vault), home(), Duration.ofSeconds(1));

        var lookup = store.find("openai");
        store.find("groq");

        assertThat(lookup.problem().orElseThrow().kind()).isEqualTo(VaultProblem.Kind.TIMED_OUT);
        assertThat(vault.calls()).hasSize(1);
        assertThat(running(vault)).isFalse();
    }

    @Test
    void endsAtOnceWhenInterrupted() throws Exception {
        var vault = FakeVault.hanging(folder.resolve("bin"));
        var outcome = new AtomicReference<Throwable>(new AssertionError("it ended without an exception"));
        var asking = Thread.ofPlatform().start(() -> {
            try {
                store(vault).find("openai");
            } catch (Exception e) {
                outcome.set(e);
            }
        });
        // once the program sleeps: what it starts in the very instant of its end would be out of reach
        vault.awaitSleeper();
        asking.interrupt();

        assertThat(asking.join(Duration.ofSeconds(4))).isTrue();
        assertThat(outcome.get()).isInstanceOf(InterruptedException.class);
        assertThat(running(vault)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"rw-r-----", "rw-r--r--", "rw----r--", "rw--w----"})
    void refusesAFileThatOthersMayUse(String permissions) throws Exception {
        var store = new LayeredCredentialStore(noVault(), home());
        store.save("openai", new Secret(KEY));
        Files.setPosixFilePermissions(file(), PosixFilePermissions.fromString(permissions));

        assertThatThrownBy(() -> store.find("openai")).isInstanceOfSatisfying(ZavoraException.class, e -> {
            assertThat(e.kind()).isEqualTo(ErrorKind.INPUT);
            assertThat(e.hint()).contains("chmod 600 " + file());
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{", "[]", "{\"keys\":[]}", "{\"keys\":{\"openai\":\"sk-in-a-damaged-file\"", "{}"})
    void refusesADamagedFileWithoutShowingIt(String content) throws Exception {
        var store = new LayeredCredentialStore(noVault(), home());
        store.save("openai", new Secret(KEY));
        Files.writeString(file(), content);

        assertThatThrownBy(() -> store.find("openai"))
                .isInstanceOfSatisfying(ZavoraException.class, e -> assertThat(e.toString() + e.hint())
                        .contains("damaged")
                        .doesNotContain("sk-in-a"));
        assertThatThrownBy(() -> store.save("groq", new Secret("gsk"))).isInstanceOf(ZavoraException.class);
        assertThat(file()).hasContent(content);
    }

    @Test
    void twoProcessesThatWriteLoseNoKey() throws Exception {
        var each = 20;
        var count = Integer.toString(each);
        try (var one = JavaProcess.start(SavingProcess.class, file().toString(), "a", count);
                var other = JavaProcess.start(SavingProcess.class, file().toString(), "b", count)) {
            assertThat(one.exitCode()).isZero();
            assertThat(other.exitCode()).isZero();
        }

        var store = new LayeredCredentialStore(noVault(), home());
        for (var i = 0; i < each; i++) {
            assertThat(key(store, "a" + i)).contains("key-a" + i);
            assertThat(key(store, "b" + i)).contains("key-b" + i);
        }
    }

    private LayeredCredentialStore store(FakeVault vault) {
        return new LayeredCredentialStore(desktop(vault), home());
    }

    private static VaultSettings desktop(FakeVault vault) {
        return new VaultSettings(
                OperatingSystem.OTHER,
                List.of(vault.programs()),
                new SessionBus(Optional.of("unix:path=/nowhere"), Optional.empty()));
    }

    private static VaultSettings noVault() {
        return new VaultSettings(
                OperatingSystem.OTHER, List.of(), new SessionBus(Optional.of("unix:path=/nowhere"), Optional.empty()));
    }

    private Path home() {
        return folder.resolve("home/.zavora");
    }

    private Path file() {
        return home().resolve("credentials.json");
    }

    private static String permissions(Path path) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
    }

    private static Optional<String> key(LayeredCredentialStore store, String provider) throws InterruptedException {
        return store.find(provider).found().map(StoredKey::key).map(Secret::reveal);
    }

    private static Optional<Place> place(LayeredCredentialStore store, String provider) throws InterruptedException {
        KeyLookup lookup = store.find(provider);
        return lookup.found().map(StoredKey::place);
    }

    /** Waits a moment for the program to be gone; whether it is not. */
    private static boolean running(FakeVault vault) throws Exception {
        var ours = ProcessHandle.current()
                .descendants()
                .filter(process -> process.info()
                        .commandLine()
                        .orElse("")
                        .contains(vault.programs().toString()))
                .toList();
        for (var process : ours) {
            process.onExit().get(5, TimeUnit.SECONDS);
        }
        return vault.sleepersAlive();
    }
}
