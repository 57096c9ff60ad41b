package ai.zavora.base.config;

import java.nio.file.Path;
import java.util.Optional;

/**
 * Who may call the server.
 *
 * @param token the operator's token, which may do everything; empty when there is none
 * @param tokensFile the file of further tokens, absolute; empty when there is none
 */
public record ServerAccess(Optional<Secret> token, Optional<Path> tokensFile) {}
