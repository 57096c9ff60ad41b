package ai.zavora.adapter.provider.http;

import ai.zavora.base.error.ErrorKind;
import ai.zavora.base.error.ZavoraException;
import ai.zavora.base.text.UriAuthority;
import java.net.URI;
import java.net.URISyntaxException;

/** Makes a provider's addresses from its base URL. Pure. */
public final class BaseUrl {
    private BaseUrl() {}

    /**
     * The address {@code base + version + path}. A base that ends with the version already, or with slashes, is taken
     * as meant.
     *
     * @param provider the provider's name for people
     * @param base the provider's own address or the one that replaces it
     * @param version the API version as a path, for example {@code /v1}
     * @param path what follows, starting with a slash; characters that a path cannot hold are escaped
     * @throws ZavoraException when the base is no {@code http} or {@code https} address
     */
    public static URI endpoint(String provider, String base, String version, String path) {
        try {
            var address = new URI(base.strip());
            var scheme = address.getScheme();
            var web = "http".equalsIgnoreCase(scheme) || "https".equalsIgnoreCase(scheme);
            if (!web || UriAuthority.of(address).isEmpty()) {
                throw refused(provider);
            }
            var root = (address.getPath() == null ? "" : address.getPath()).replaceAll("/+$", "");
            var versioned = root.endsWith(version) ? root : root + version;
            return new URI(scheme, address.getAuthority(), versioned + path, null, null);
        } catch (URISyntaxException e) {
            throw refused(provider);
        }
    }

    /** The address itself is not shown: it may hold a password. */
    private static ZavoraException refused(String provider) {
        return new ZavoraException(
                ErrorKind.INPUT,
                "The base URL for " + provider + " is not an http or https address.",
                "Write it with scheme and host, for example https://gateway.example.com.");
    }
}
