package ai.zavora.adapter.provider.openai;

import ai.zavora.base.config.Secret;
import java.util.Map;
import java.util.Optional;

/** The credential as OpenAI and compatible servers take it. */
final class Bearer {
    private Bearer() {}

    /** No header when there is no key: servers of one's own often need none. */
    static Map<String, String> headers(Optional<Secret> key) {
        return key.map(secret -> Map.of("Authorization", "Bearer " + secret.reveal()))
                .orElse(Map.of());
    }
}
