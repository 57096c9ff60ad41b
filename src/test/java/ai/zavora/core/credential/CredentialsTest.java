package ai.zavora.core.credential;

import static org.assertj.core.api.Assertions.assertThat;

import ai.zavora.base.config.Secret;
import ai.zavora.base.config.Settings;
import ai.zavora.base.config.Sources;
import ai.zavora.core.llm.ModelProvider;
import ai.zavora.testing.MemoryCredentialStore;
import ai.zavora.testing.MutableClock;
import ai.zavora.testing.Providers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class CredentialsTest {
    private static final ModelProvider OPENAI = Providers.two().getFirst();

    @TempDir
    private Path folder;

    private final MemoryCredentialStore store = new MemoryCredentialStore();
    private final List<String> warnings = new ArrayList<>();
    private final MutableClock clock = MutableClock.fixed();

    @Test
    void prefersTheVariableAndAsksNoStoreThen() throws Exception {
        store.holding("openai", "sk-vault", Place.VAULT);
        var credentials = credentials(Map.of("OPENAI_API_KEY", "sk-variable"));

        assertThat(key(credentials)).isEqualTo("sk-variable");
        assertThat(credentials.source(OPENAI).orElseThrow()).contains("OPENAI_API_KEY");
        assertThat(store.lookups()).isEmpty();
    }

    @Test
    void prefersTheStoreToTheProfileAndAsksItOnce() throws Exception {
        profile();
        store.holding("openai", "sk-vault", Place.VAULT);
        var credentials = credentials(Map.of("OPENAI_API_KEY", " "));

        assertThat(key(credentials)).isEqualTo("sk-vault");
        assertThat(credentials.source(OPENAI)).contains("OS vault");
        assertThat(credentials.source(OPENAI)).contains("OS vault");
        assertThat(store.lookups()).containsExactly("openai");
    }

    @Test
    void takesTheKeyOfTheProfileLast() throws Exception {
        profile();
        var credentials = credentials(Map.of());

        assertThat(key(credentials)).isEqualTo("sk-profile");
        assertThat(credentials.source(OPENAI).orElseThrow()).contains("profile 'default'");
    }

    @Test
    void aFailingVaultIsToldOnceAndIsNotTheSameAsNoKey() throws Exception {
        store.failing(new VaultProblem(VaultProblem.Kind.FAILED, "it is broken"));
        var credentials = credentials(Map.of());

        assertThat(credentials.source(OPENAI)).isEmpty();
        assertThat(credentials.source(Providers.two().getLast())).isEmpty();
        assertThat(credentials.vaultProblem(OPENAI)).isPresent();
        assertThat(warnings).singleElement().asString().contains("it is broken");
    }

    @Test
    void aFailingVaultIsNoNewsWhereTheFileHasTheKeyUnlessPeopleWaitForIt() throws Exception {
        store.holding("openai", "sk-file", Place.FILE);
        store.failing(new VaultProblem(VaultProblem.Kind.FAILED, "it is broken"));

        assertThat(credentials(Map.of()).source(OPENAI)).contains("credentials file");
        assertThat(warnings).isEmpty();

        store.failing(new VaultProblem(VaultProblem.Kind.TIMED_OUT, "it is locked"));
        assertThat(credentials(Map.of()).source(OPENAI)).contains("credentials file");
        assertThat(warnings).hasSize(1);
    }

    @Test
    void seesWhatItSavesAndDeletes() throws Exception {
        var credentials = credentials(Map.of());
        assertThat(credentials.source(OPENAI)).isEmpty();

        credentials.save(OPENAI, new Secret("sk-new"));
        assertThat(key(credentials)).isEqualTo("sk-new");

        assertThat(credentials.delete(OPENAI).any()).isTrue();
        assertThat(credentials.source(OPENAI)).isEmpty();
    }

    @Test
    void aRefusedKeyOfTheStoreIsReadAgainByAServerOnly() throws Exception {
        store.holding("openai", "sk-old", Place.FILE);
        var server = server(Map.of());
        var oneShot = credentials(Map.of());
        assertThat(key(server)).isEqualTo("sk-old");
        assertThat(key(oneShot)).isEqualTo("sk-old");
        store.holding("openai", "sk-new", Place.FILE);
        assertThat(key(server)).isEqualTo("sk-old");

        server.refused(OPENAI, new Secret("sk-old"));
        oneShot.refused(OPENAI, new Secret("sk-old"));

        assertThat(key(server)).isEqualTo("sk-new");
        assertThat(key(oneShot)).isEqualTo("sk-old");
        assertThat(store.lookups()).hasSize(3);
    }

    @Test
    void aRefusedKeyOfTheProfileGivesWayToOneThatIsStoredByThen() throws Exception {
        profile();
        var server = server(Map.of());
        assertThat(key(server)).isEqualTo("sk-profile");
        store.holding("openai", "sk-new", Place.FILE);

        server.refused(OPENAI, new Secret("sk-profile"));

        assertThat(key(server)).isEqualTo("sk-new");
    }

    @Test
    void aRefusedKeyOfTheVariableMakesNobodyAskTheStore() throws Exception {
        store.holding("openai", "sk-file", Place.FILE);
        var server = server(Map.of("OPENAI_API_KEY", "sk-variable"));
        assertThat(key(server)).isEqualTo("sk-variable");

        server.refused(OPENAI, new Secret("sk-variable"));

        assertThat(key(server)).isEqualTo("sk-variable");
        assertThat(store.lookups()).isEmpty();
    }

    /** A vault that hangs would hold up a request every now and then, for a key nobody needs. */
    @Test
    void whereTheProfileHasAKeyTheStoreIsNotAskedTimeAndAgain() throws Exception {
        profile();
        store.failing(new VaultProblem(VaultProblem.Kind.TIMED_OUT, "it is locked"));
        var server = server(Map.of());
        assertThat(key(server)).isEqualTo("sk-profile");

        clock.advance(Duration.ofHours(1));

        assertThat(key(server)).isEqualTo("sk-profile");
        assertThat(store.lookups()).hasSize(1);
    }

    @Test
    void aVaultThatIsUnlockedLaterHasTheKeyThenAndIsToldOfOnce() throws Exception {
        var broken = new MemoryCredentialStore().failing(new VaultProblem(VaultProblem.Kind.FAILED, "it is broken"));
        var opened = new ArrayDeque<CredentialStore>(
                List.of(broken, broken, store.holding("openai", "sk-vault", Place.VAULT)));
        var server = new Credentials(
                settings(Map.of()), StoredKeys.lookedUpAgain(opened::removeFirst, clock), warnings::add);

        assertThat(server.access(OPENAI).apiKey()).isEmpty();
        clock.advance(Duration.ofSeconds(10));
        assertThat(server.access(OPENAI).apiKey()).isEmpty();
        assertThat(server.vaultProblem(OPENAI)).isPresent();
        clock.advance(Duration.ofSeconds(10));

        assertThat(key(server)).isEqualTo("sk-vault");
        assertThat(server.vaultProblem(OPENAI)).isEmpty();
        assertThat(warnings).hasSize(1);
    }

    private void profile() throws IOException {
        Files.createDirectories(folder.resolve(".zavora"));
        Files.writeString(
                folder.resolve(".zavora/config.toml"),
                "[profiles.default]\nprovider = \"openai\"\napi_key = \"sk-profile\"\n");
    }

    private Credentials credentials(Map<String, String> environment) {
        return new Credentials(settings(environment), StoredKeys.lookedUpOnce(() -> store), warnings::add);
    }

    private Credentials server(Map<String, String> environment) {
        return new Credentials(settings(environment), StoredKeys.lookedUpAgain(() -> store, clock), warnings::add);
    }

    private Settings settings(Map<String, String> environment) {
        return Settings.load(new Sources(Map.of(), environment, folder));
    }

    private static String key(Credentials credentials) throws InterruptedException {
        return credentials.access(OPENAI).apiKey().orElseThrow().reveal();
    }
}
