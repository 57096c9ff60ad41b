package ai.zavora.base.config;

import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * How every client of ours reaches the network.
 *
 * @param httpsProxy proxy for {@code https} addresses ({@code HTTPS_PROXY}); may carry user and password
 * @param httpProxy proxy for {@code http} addresses ({@code HTTP_PROXY})
 * @param noProxy hosts reached directly ({@code NO_PROXY}): names, {@code .suffixes}, addresses, {@code *}
 * @param caBundle PEM file with certificates trusted besides the JDK's own ({@code ZAVORA_CA_BUNDLE}, else
 *     {@code SSL_CERT_FILE})
 */
public record NetworkSettings(
        Optional<URI> httpsProxy, Optional<URI> httpProxy, List<String> noProxy, Optional<Path> caBundle) {

    public static final NetworkSettings DIRECT =
            new NetworkSettings(Optional.empty(), Optional.empty(), List.of(), Optional.empty());

    public NetworkSettings {
        noProxy = List.copyOf(noProxy);
    }
}
