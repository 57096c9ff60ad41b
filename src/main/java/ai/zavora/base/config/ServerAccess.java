package ai.zavora.base.config;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Who may call the server.
 *
 * @param token the operator's token, which may do everything; empty when there is none
 * @param tokensFile the file of further tokens, absolute; empty when there is none
 * @param allowedHosts names the server goes by beside its address, as the operator wrote them
 */
public record ServerAccess(Optional<Secret> token, Optional<Path> tokensFile, List<String> allowedHosts) {
    public ServerAccess {
        allowedHosts = List.copyOf(allowedHosts);
    }
}
