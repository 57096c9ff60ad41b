package ai.zavora.adapter.provider.openai;

import static java.util.Objects.requireNonNull;

import ai.zavora.adapter.provider.http.BaseUrl;
import ai.zavora.adapter.provider.http.ModelTransport;
import ai.zavora.base.config.ProviderSettings;
import java.net.URI;
import java.util.Optional;

/**
 * A provider that speaks OpenAI's chat completions.
 *
 * @param id its lowercase name
 * @param displayName its name for people
 * @param credentialVariable the environment variable with its key
 * @param address its own base URL
 * @param bareRoot the path that a base URL without any path gets; empty for none
 * @param quirks in what it differs from the others
 */
public record CompatibleEndpoint(
        String id, String displayName, String credentialVariable, String address, String bareRoot, Quirks quirks) {

    public CompatibleEndpoint {
        requireNonNull(id, "id is null");
        requireNonNull(displayName, "displayName is null");
        requireNonNull(credentialVariable, "credentialVariable is null");
        requireNonNull(address, "address is null");
        requireNonNull(bareRoot, "bareRoot is null");
        requireNonNull(quirks, "quirks is null");
    }

    /**
     * The address of a path at this provider.
     *
     * @param base the base URL in place of its own
     * @param path starting with a slash
     * @throws ai.zavora.base.error.ZavoraException of kind INPUT when the base URL is no HTTP address
     */
    URI at(Optional<String> base, String path) {
        var root = base.orElse(address);
        var plain = BaseUrl.endpoint(displayName, root, "", path);
        return path.equals(plain.getPath()) ? BaseUrl.endpoint(displayName, root, bareRoot, path) : plain;
    }

    /** What carries calls to this provider; the caller closes it. */
    ModelTransport transport(ProviderSettings settings) {
        return new ModelTransport(displayName, Optional.of(credentialVariable), settings, OpenAiErrors::reason);
    }

    /** In what compatible servers differ. */
    public record Quirks(OutputLimit outputLimit, ReasoningEcho reasoningEcho) {
        public Quirks {
            requireNonNull(outputLimit, "outputLimit is null");
            requireNonNull(reasoningEcho, "reasoningEcho is null");
        }
    }

    /** Which member bounds the answer's tokens. */
    public enum OutputLimit {
        MAX_TOKENS("max_tokens"),
        MAX_COMPLETION_TOKENS("max_completion_tokens");

        private final String member;

        OutputLimit(String member) {
            this.member = member;
        }

        String member() {
            return member;
        }
    }

    /** Whether earlier reasoning goes back to the model. */
    public enum ReasoningEcho {
        /** Strict servers refuse members they do not know. */
        NEVER,
        /**
         * With each message of a turn that holds tool calls, its last one too; where there was none, a blank stands for it,
         * as an empty text is refused. See <a href="https://api-docs.deepseek.com/guides/thinking_mode">DeepSeek's guide</a>.
         */
        IN_TURNS_WITH_TOOL_CALLS
    }
}
