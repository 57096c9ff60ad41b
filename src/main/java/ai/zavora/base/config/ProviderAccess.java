package ai.zavora.base.config;

import ai.zavora.base.error.ErrorKind;
import ai.zavora.base.error.ZavoraException;
import ai.zavora.base.text.UriAuthority;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The way to each provider: key, address, limits, network. */
final class ProviderAccess {
    static final Map<String, Option> KEYS = Map.of(
            "openai", AccessOptions.OPENAI_KEY,
            "anthropic", AccessOptions.ANTHROPIC_KEY,
            "gemini", AccessOptions.GEMINI_KEY,
            "deepseek", AccessOptions.DEEPSEEK_KEY,
            "groq", AccessOptions.GROQ_KEY);
    private static final Map<String, Option> ADDRESSES = Map.of(
            "openai", AccessOptions.OPENAI_BASE_URL,
            "anthropic", AccessOptions.ANTHROPIC_BASE_URL,
            "gemini", AccessOptions.GEMINI_BASE_URL,
            "deepseek", AccessOptions.DEEPSEEK_BASE_URL,
            "groq", AccessOptions.GROQ_BASE_URL,
            "ollama", AccessOptions.OLLAMA_HOST);

    private final Layers layers;
    private final Sources sources;

    ProviderAccess(Layers layers, Sources sources) {
        this.layers = layers;
        this.sources = sources;
    }

    ProviderSettings settings(String provider, Path modelFolder, ModelSettings.OpenAiApi openAiApi) {
        var credential = credential(provider);
        return new ProviderSettings(
                credential.map(setting -> new Secret(setting.text())),
                Optional.ofNullable(ADDRESSES.get(provider))
                        .flatMap(layers::find)
                        .map(Setting::text),
                limits(),
                network(),
                modelFolder,
                openAiApi,
                credential.map(Setting::source));
    }

    /** A provider's key: its variable, else the key of the profile when that profile names this provider. */
    Optional<Setting> credential(String provider) {
        var option = Optional.ofNullable(KEYS.get(provider));
        return option.flatMap(layers::find).or(() -> option.flatMap(any -> ofProfile(provider)));
    }

    private Optional<Setting> ofProfile(String provider) {
        return new Routes(layers)
                .ofProfile()
                .filter(provider::equals)
                .flatMap(any -> layers.find(AccessOptions.API_KEY));
    }

    private ModelLimits limits() {
        return new ModelLimits(
                seconds(ModelOptions.CONNECT_TIMEOUT),
                seconds(ModelOptions.FIRST_EVENT_TIMEOUT),
                seconds(ModelOptions.SILENCE_TIMEOUT),
                seconds(ModelOptions.TOTAL_TIMEOUT),
                (int) number(ModelOptions.ATTEMPTS),
                seconds(ModelOptions.RETRY_TOTAL));
    }

    private Duration seconds(Option option) {
        return Duration.ofSeconds(number(option));
    }

    private long number(Option option) {
        return Long.parseLong(layers.find(option).orElseThrow().text());
    }

    /** The way to the network, the same for every client. */
    NetworkSettings network() {
        return new NetworkSettings(
                layers.find(AccessOptions.HTTPS_PROXY).map(ProviderAccess::proxy),
                layers.find(AccessOptions.HTTP_PROXY).map(ProviderAccess::proxy),
                layers.find(AccessOptions.NO_PROXY)
                        .map(setting -> hosts(setting.text()))
                        .orElse(List.of()),
                layers.find(AccessOptions.CA_BUNDLE)
                        .map(setting -> sources.workingFolder().resolve(setting.text())));
    }

    private static List<String> hosts(String text) {
        var hosts = new ArrayList<String>();
        for (var host : text.split(",", -1)) {
            if (!host.isBlank()) {
                hosts.add(host.strip());
            }
        }
        return hosts;
    }

    /** Proxies are commonly written without a scheme. */
    private static URI proxy(Setting setting) {
        var text = setting.text();
        try {
            var uri = new URI(text.contains("://") ? text : "http://" + text);
            if (UriAuthority.of(uri).isPresent()) {
                return uri;
            }
        } catch (URISyntaxException e) {
            // reported below, without the parser's text: the address may hold a password
        }
        throw new ZavoraException(
                ErrorKind.INPUT,
                "environment variable " + setting.source() + ": not the address of a proxy",
                "Write it like http://proxy.example.com:3128.");
    }
}
