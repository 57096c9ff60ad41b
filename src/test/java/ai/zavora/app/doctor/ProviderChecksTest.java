package ai.zavora.app.doctor;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import ai.zavora.adapter.provider.Providers;
import ai.zavora.base.config.Layer;
import ai.zavora.base.config.RouteChoice;
import ai.zavora.base.config.Secret;
import ai.zavora.base.config.Settings;
import ai.zavora.base.config.Sources;
import ai.zavora.base.error.ErrorKind;
import ai.zavora.core.credential.CredentialStore;
import ai.zavora.core.credential.Credentials;
import ai.zavora.core.credential.KeyLookup;
import ai.zavora.core.credential.StoredKeys;
import ai.zavora.core.diagnosis.Finding;
import ai.zavora.core.diagnosis.Finding.Status;
import ai.zavora.core.llm.ModelRoute;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What keeps a request from being sent at all is seen without the network. */
final class ProviderChecksTest {
    @TempDir
    Path folder;

    private List<Finding> findings(Map<String, String> environment, String provider, String model)
            throws InterruptedException {
        var settings = Settings.load(new Sources(Map.of(), environment, folder));
        var credentials = new Credentials(settings, StoredKeys.lookedUpOnce(() -> new NoStore()), warning -> {});
        return new ProviderChecks(Providers.all(), credentials, checked -> {})
                .keys(
                        new RouteChoice(provider, Layer.FLAG, Optional.of(model)),
                        Optional.of(new ModelRoute(provider, model)));
    }

    private static Finding named(List<Finding> findings, String name) {
        return findings.stream()
                .filter(found -> found.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void aKeyThatNoHeaderCanHoldFailsWhereItIsUsed() throws InterruptedException {
        var bad = Map.of("OPENAI_API_KEY", "A\nB");

        var used = named(findings(bad, "openai", "gpt-4o"), "openai key");
        assertThat(used.kind()).contains(ErrorKind.INPUT);
        assertThat(used.toString()).doesNotContain("A\nB");
        assertThat(named(findings(bad, "ollama", "llama4"), "openai key").status())
                .isEqualTo(Status.WARN);
        assertThat(named(findings(Map.of("OPENAI_API_KEY", "sk-1"), "openai", "gpt-4o"), "openai key")
                        .status())
                .isEqualTo(Status.OK);
    }

    @Test
    void anAddressThatIsNoneFails() throws InterruptedException {
        var model = named(findings(Map.of("OLLAMA_HOST", "http://:::bad"), "ollama", "llama4"), "model");
        assertThat(model.kind()).contains(ErrorKind.INPUT);
        assertThat(model.advice()).contains("OLLAMA_HOST");
        assertThat(named(findings(Map.of("OLLAMA_HOST", "127.0.0.1:1"), "ollama", "llama4"), "model")
                        .status())
                .isEqualTo(Status.OK);
    }

    @Test
    void aLocalModelThatIsNotThereFails() throws Exception {
        var environment = Map.of("ZAVORA_MODEL_DIR", folder.toString());
        var missing = named(findings(environment, "local", "nothere"), "model");
        assertThat(missing.kind()).contains(ErrorKind.PROVIDER);
        assertThat(missing.seen()).contains("nothere");
        assertThat(named(findings(environment, "local", folder + "/nothere.gguf"), "model")
                        .status())
                .isEqualTo(Status.FAIL);

        // a model without anything in it
        Files.write(folder.resolve("nothere.gguf"), Arrays.copyOf("GGUF\3".getBytes(US_ASCII), 24));
        for (var there : List.of("nothere", folder + "/nothere.gguf", "gemma-3-270m")) {
            assertThat(named(findings(environment, "local", there), "model").status())
                    .as(there)
                    .isEqualTo(Status.OK);
        }
    }

    /** Keeps nothing. */
    private static final class NoStore implements CredentialStore {
        @Override
        public KeyLookup find(String provider) {
            return new KeyLookup(Optional.empty(), Optional.empty());
        }

        @Override
        public Saved save(String provider, Secret key) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Removed delete(String provider) {
            return new Removed(false, Optional.empty());
        }
    }
}
