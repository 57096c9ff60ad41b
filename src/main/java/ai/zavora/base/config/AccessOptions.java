package ai.zavora.base.config;

import ai.zavora.base.config.OptionType.Address.Form;
import java.util.List;

/** Options of the way to the providers: addresses, network, credentials. */
final class AccessOptions {

    static final Option OPENAI_BASE_URL = address("openai_base_url", "OPENAI_BASE_URL")
            .help("Address in place of OpenAI's own, with its version, for example http://127.0.0.1:8080/v1.");
    static final Option ANTHROPIC_BASE_URL = address("anthropic_base_url", "ANTHROPIC_BASE_URL")
            .help("Address in place of Anthropic's own, without a version.");
    static final Option GEMINI_BASE_URL = address("google_gemini_base_url", "GOOGLE_GEMINI_BASE_URL")
            .help("Address in place of Gemini's own, without a version.");
    static final Option DEEPSEEK_BASE_URL =
            address("deepseek_base_url", "DEEPSEEK_BASE_URL").help("Address in place of DeepSeek's own.");
    static final Option GROQ_BASE_URL =
            address("groq_base_url", "GROQ_BASE_URL").help("Address in place of Groq's own, with its version.");
    static final Option OLLAMA_HOST = Option.named("ollama_host", OptionGroup.NETWORK)
            .flags()
            .variables("OLLAMA_HOST")
            .type(new OptionType.Address(Form.AS_WRITTEN))
            .help("Where Ollama listens, as Ollama itself takes it; http://localhost:11434 when not set.");

    static final Option HTTPS_PROXY = fromEnvironment("https_proxy", OptionGroup.NETWORK, "HTTPS_PROXY", "https_proxy")
            .type(new OptionType.Address(Form.AS_WRITTEN))
            .help("Proxy for https addresses.");
    static final Option HTTP_PROXY = fromEnvironment("http_proxy", OptionGroup.NETWORK, "HTTP_PROXY", "http_proxy")
            .type(new OptionType.Address(Form.AS_WRITTEN))
            .help("Proxy for http addresses.");
    static final Option NO_PROXY = fromEnvironment("no_proxy", OptionGroup.NETWORK, "NO_PROXY", "no_proxy")
            .help("Hosts reached without a proxy, separated by commas: names, .suffixes, addresses, or *.");
    static final Option CA_BUNDLE = Option.named("ca_bundle", OptionGroup.NETWORK)
            .variables("ZAVORA_CA_BUNDLE", "SSL_CERT_FILE")
            .type(new OptionType.FilePath())
            .help("PEM file with certificates trusted besides the runtime's own.");
    static final Option MODEL_DIR = Option.named("model_dir", OptionGroup.NETWORK)
            .type(new OptionType.FilePath())
            .help("Folder of the local models; .zavora/models in the home folder when not set.");

    static final Option OPENAI_KEY =
            credential("openai_api_key", "OPENAI_API_KEY").help("Key for OpenAI.");
    static final Option ANTHROPIC_KEY =
            credential("anthropic_api_key", "ANTHROPIC_API_KEY").help("Key for Anthropic.");
    static final Option GEMINI_KEY =
            credential("gemini_api_key", "GOOGLE_API_KEY", "GEMINI_API_KEY").help("Key for Gemini.");
    static final Option DEEPSEEK_KEY =
            credential("deepseek_api_key", "DEEPSEEK_API_KEY").help("Key for DeepSeek.");
    static final Option GROQ_KEY = credential("groq_api_key", "GROQ_API_KEY").help("Key for Groq.");
    static final Option API_KEY = Option.named("api_key", OptionGroup.CREDENTIALS)
            .flags()
            .variables()
            .type(new OptionType.Credential())
            .help("Key for the profile's own provider, in plain text; old practice, and warned about. Prefer the"
                    + " provider's environment variable, or `zavora-cli setup`.");

    static final List<Option> ALL = List.of(
            OPENAI_BASE_URL,
            ANTHROPIC_BASE_URL,
            GEMINI_BASE_URL,
            DEEPSEEK_BASE_URL,
            GROQ_BASE_URL,
            OLLAMA_HOST,
            HTTPS_PROXY,
            HTTP_PROXY,
            NO_PROXY,
            CA_BUNDLE,
            MODEL_DIR,
            OPENAI_KEY,
            ANTHROPIC_KEY,
            GEMINI_KEY,
            DEEPSEEK_KEY,
            GROQ_KEY,
            API_KEY);

    private AccessOptions() {}

    private static Option.Builder address(String name, String variable) {
        return Option.named(name, OptionGroup.NETWORK)
                .flags()
                .variables(variable)
                .type(new OptionType.Address(Form.WEB));
    }

    private static Option.Builder credential(String name, String... variables) {
        return fromEnvironment(name, OptionGroup.CREDENTIALS, variables).type(new OptionType.Credential());
    }

    private static Option.Builder fromEnvironment(String name, OptionGroup group, String... variables) {
        return Option.named(name, group).flags().notInProfiles().variables(variables);
    }
}
