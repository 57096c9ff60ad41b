package ai.zavora.base.config;

import java.util.Optional;

/**
 * A key that stands in a profile in plain text.
 *
 * @param provider whose it is; empty when the profile names no provider, and then it is not used
 */
public record PlainKey(Optional<String> provider, Secret key) {}
