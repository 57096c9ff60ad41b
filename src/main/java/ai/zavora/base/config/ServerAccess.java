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
 * @param tls what the server proves itself with
 */
public record ServerAccess(Optional<Secret> token, Optional<Path> tokensFile, List<String> allowedHosts, TlsFiles tls) {
    public ServerAccess {
        allowedHosts = List.copyOf(allowedHosts);
    }

    /**
     * PEM files for TLS; without both the server speaks plain HTTP.
     *
     * @param certificate the server's own, then those of its issuers; absolute
     * @param key of that certificate; absolute
     */
    public record TlsFiles(Optional<Path> certificate, Optional<Path> key) {}
}
