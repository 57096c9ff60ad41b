package ai.zavora.base.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import ai.zavora.base.error.ZavoraException;
import ai.zavora.base.json.JsonValue;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class SettingsTest {
    @TempDir
    Path folder;

    private final Map<Option, JsonValue> flags = new HashMap<>();
    private final Map<String, String> environment = new HashMap<>();

    private void profile(String keys) throws IOException {
        Files.createDirectories(folder.resolve(".zavora"));
        Files.writeString(folder.resolve(".zavora/config.toml"), "[profiles.default]\n" + keys);
    }

    private void flag(String flag, String value) {
        flags.put(Options.ofFlag(flag).orElseThrow(), JsonValue.of(value));
    }

    private Settings load() {
        return Settings.load(new Sources(flags, environment, folder));
    }

    @Test
    void doesNotDragAProfilesModelToAnotherProvider() throws IOException {
        profile("provider = \"openai\"\nmodel = \"gpt-x\"\n");
        flag("--provider", "anthropic");

        var settings = load();

        assertThat(settings.model().worker()).isEqualTo(new RouteChoice("anthropic", Layer.FLAG, Optional.empty()));
        assertThat(settings.warnings()).singleElement().asString().contains("gpt-x", "profile 'default'", "anthropic");
    }

    @Test
    void keepsAProfilesModelWhenTheProviderIsTheSame() throws IOException {
        profile("provider = \"openai\"\nmodel = \"gpt-x\"\n");
        flag("--provider", "openai");

        assertThat(load().model().worker().model()).contains("gpt-x");
        assertThat(load().warnings()).isEmpty();
    }

    @Test
    void keepsAModelThatIsGivenWithTheProviderOrAboveIt() throws IOException {
        profile("provider = \"openai\"\n");
        environment.put("ZAVORA_MODEL", "from-environment");
        assertThat(load().model().worker().model()).contains("from-environment");

        flag("--provider", "groq");
        flag("--model", "from-flag");
        assertThat(load().model().worker().provider()).isEqualTo("groq");
        assertThat(load().model().worker().model()).contains("from-flag");
    }

    @Test
    void overridesAProfilesProviderByAnExplicitAuto() throws IOException {
        profile("provider = \"openai\"\nmodel = \"gpt-x\"\n");
        flag("--provider", "auto");

        assertThat(load().model().worker().provider()).isEqualTo("auto");
        assertThat(load().model().worker().model()).isEmpty();
    }

    @Test
    void prefersTheWorkersOwnOptionsWithinALayer() throws IOException {
        profile("provider = \"openai\"\nmodel = \"a\"\nworker_provider = \"groq\"\nworker_model = \"b\"\n");

        assertThat(load().model().worker().provider()).isEqualTo("groq");
        assertThat(load().model().worker().model()).contains("b");
    }

    @Test
    void plansWithTheWorkersProviderUnlessToldOtherwise() throws IOException {
        profile("provider = \"ollama\"\nplanner_model = \"coder\"\n");
        assertThat(load().model().planner().provider()).isEqualTo("ollama");
        assertThat(load().model().planner().model()).contains("coder");

        flag("--provider", "gemini");
        assertThat(load().model().planner().provider()).isEqualTo("gemini");
        assertThat(load().model().planner().model()).as("it was Ollama's").isEmpty();
    }

    @Test
    void givesAProfilesKeyToTheProviderItNamesAndToNoOther() throws IOException {
        profile("provider = \"groq\"\napi_key = \"gk\"\n");

        assertThat(load().provider("groq").apiKey().map(Secret::reveal)).contains("gk");
        assertThat(load().provider("openai").apiKey()).isEmpty();
        assertThat(load().credentialSource("groq")).contains("profile 'default'");
        assertThat(load().warnings())
                .singleElement()
                .asString()
                .contains("plain text")
                .doesNotContain("gk");

        environment.put("GROQ_API_KEY", "stronger");
        assertThat(load().provider("groq").apiKey().map(Secret::reveal)).contains("stronger");
    }

    @Test
    void givesEachProviderItsVariableAndAddress() {
        environment.putAll(Map.of("GOOGLE_API_KEY", " ", "GEMINI_API_KEY", "mk", "OLLAMA_HOST", "box:1"));

        assertThat(load().provider("gemini").apiKey().map(Secret::reveal)).contains("mk");
        assertThat(load().provider("ollama").baseUrl()).contains("box:1");
        assertThat(load().provider("ollama").apiKey()).isEmpty();
        assertThat(load().provider("local").baseUrl()).isEmpty();
        assertThat(load().provider("openai").limits()).isEqualTo(ModelLimits.DEFAULT);
    }

    @Test
    void readsProxiesInBothCasesWithAndWithoutAScheme() {
        environment.putAll(Map.of(
                "https_proxy", "proxy.test:3128", "HTTP_PROXY", "http://u:p@other.test:80", "no_proxy", "a, .b ,"));

        var network = load().provider("openai").network();

        assertThat(network.httpsProxy()).contains(URI.create("http://proxy.test:3128"));
        assertThat(network.httpProxy()).contains(URI.create("http://u:p@other.test:80"));
        assertThat(network.noProxy()).containsExactly("a", ".b");
    }

    @Test
    void doesNotRepeatAProxysPasswordInItsError() {
        environment.put("HTTPS_PROXY", "http://u:secret word@");

        var error = catchThrowableOfType(ZavoraException.class, () -> load().provider("openai"));

        assertThat(error).hasMessageContaining("HTTPS_PROXY");
        assertThat(error.getMessage() + error.hint()).doesNotContain("secret");
    }

    @Test
    void resolvesPathsFromTheWorkingFolderAndModelsFromHome() {
        environment.put("HOME", "/home/me");

        assertThat(load().telemetry().file()).contains(folder.resolve(".zavora/telemetry/events.jsonl"));
        assertThat(load().modelFolder()).isEqualTo(Path.of("/home/me/.zavora/models"));

        environment.put("ZAVORA_MODEL_DIR", "models");
        environment.put("ZAVORA_TELEMETRY_ENABLED", "false");
        assertThat(load().modelFolder()).isEqualTo(folder.resolve("models"));
        assertThat(load().telemetry().file()).isEmpty();
    }
}
