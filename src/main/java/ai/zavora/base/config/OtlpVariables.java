package ai.zavora.base.config;

import ai.zavora.base.text.UriAuthority;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/** Reads the variables of OpenTelemetry. What is wrong is left out and warned about, never an error. */
final class OtlpVariables {
    private static final Duration TIMEOUT = Duration.ofSeconds(10);
    private static final Pattern SCHEME = Pattern.compile("https?://", Pattern.CASE_INSENSITIVE);
    /** Headers that say how a request is sent or what is in it (RFC 9110, 7.6 and 8; RFC 9112, 6). */
    private static final Set<String> OF_THE_REQUEST = Set.of(
            "connection",
            "content-encoding",
            "content-length",
            "content-type",
            "expect",
            "host",
            "keep-alive",
            "proxy-authorization",
            "te",
            "trailer",
            "transfer-encoding",
            "upgrade");

    private static final String SERVICE_NAME = "service.name";

    private final Layers layers;
    private final List<String> warnings = new ArrayList<>();

    OtlpVariables(Layers layers) {
        this.layers = layers;
    }

    /** Whether anything is to be sent at all, so that nothing else is looked at when not. */
    private boolean isWanted() {
        var addressed = has(OtlpOptions.ENDPOINT)
                || has(OtlpOptions.TRACES_ENDPOINT)
                || has(OtlpOptions.METRICS_ENDPOINT)
                || has(OtlpOptions.LOGS_ENDPOINT);
        return addressed
                && !"true".equalsIgnoreCase(text(OtlpOptions.DISABLED))
                && layers.find(OperationOptions.TELEMETRY_ENABLED)
                        .orElseThrow()
                        .text()
                        .equals("true");
    }

    /** @param network asked for only when something is to be sent */
    Optional<OtlpSettings> settings(Supplier<NetworkSettings> network) {
        if (!isWanted() || !speaksOurProtocol()) {
            return Optional.empty();
        }
        var endpoints = endpoints();
        return endpoints.isEmpty()
                ? Optional.empty()
                : Optional.of(new OtlpSettings(
                        endpoints,
                        headers(),
                        new OtlpSettings.Delivery(timeout(), compression()),
                        resource(),
                        find(OtlpOptions.TRACE_PARENT),
                        network.get()));
    }

    /** What is wrong in the variables that count; one sentence each, without their values. */
    List<String> warnings() {
        settings(() -> NetworkSettings.DIRECT);
        return List.copyOf(warnings);
    }

    private boolean speaksOurProtocol() {
        var protocol = text(OtlpOptions.PROTOCOL);
        if (protocol.isEmpty() || protocol.equals("http/protobuf")) {
            return true;
        }
        warn(OtlpOptions.PROTOCOL, "asks for a protocol other than http/protobuf, so nothing is sent to the collector");
        return false;
    }

    private Map<OtlpSettings.Signal, URI> endpoints() {
        var endpoints = new EnumMap<OtlpSettings.Signal, URI>(OtlpSettings.Signal.class);
        var common = find(OtlpOptions.ENDPOINT).flatMap(text -> address(OtlpOptions.ENDPOINT, text));
        for (var signal : OtlpSettings.Signal.values()) {
            var own = ownEndpoint(signal);
            if (has(own)) {
                address(own, text(own)).ifPresent(uri -> endpoints.put(signal, withPath(uri, "/")));
            } else {
                common.ifPresent(uri -> endpoints.put(signal, below(uri, signal)));
            }
        }
        return endpoints;
    }

    private static Option ownEndpoint(OtlpSettings.Signal signal) {
        return switch (signal) {
            case TRACES -> OtlpOptions.TRACES_ENDPOINT;
            case METRICS -> OtlpOptions.METRICS_ENDPOINT;
            case LOGS -> OtlpOptions.LOGS_ENDPOINT;
        };
    }

    private static URI below(URI base, OtlpSettings.Signal signal) {
        var path = base.getRawPath() == null ? "" : base.getRawPath();
        var folder = path.endsWith("/") ? path : path + "/";
        var name =
                switch (signal) {
                    case TRACES -> "v1/traces";
                    case METRICS -> "v1/metrics";
                    case LOGS -> "v1/logs";
                };
        // where a gateway wants its key
        var query = base.getRawQuery() == null ? "" : "?" + base.getRawQuery();
        return URI.create(base.getScheme() + "://" + base.getRawAuthority() + folder + name + query);
    }

    private static URI withPath(URI uri, String otherwise) {
        return uri.getRawPath() == null || uri.getRawPath().isEmpty() ? uri.resolve(otherwise) : uri;
    }

    private Optional<URI> address(Option option, String text) {
        var address = text.strip();
        if (!SCHEME.matcher(address).lookingAt()) {
            return noAddress(option, "does not begin with http:// or https://");
        }
        URI uri;
        try {
            uri = new URI(address);
        } catch (URISyntaxException e) {
            // without the parser's text, which holds the address
            return noAddress(option, "is no address: it holds a character or a host that no address can have");
        }
        if (uri.getRawUserInfo() != null || (uri.getHost() == null && address.contains("@"))) {
            warn(
                    option,
                    "holds a user, so nothing is sent there; take it out and put credentials into "
                            + OtlpOptions.HEADERS.names().variables().getFirst());
            return Optional.empty();
        }
        if (uri.getHost() == null) {
            // the JDK's client sends to no such name
            return noAddress(
                    option,
                    UriAuthority.of(uri).isPresent()
                            ? "names a host with an underscore, which cannot be sent to: give the collector a further name"
                            : "names no host, or a host or port that cannot be");
        }
        if (uri.getPort() > UriAuthority.MOST_PORT) {
            return noAddress(option, "names a port above " + UriAuthority.MOST_PORT);
        }
        return Optional.of(uri);
    }

    private Optional<URI> noAddress(Option option, String what) {
        warn(option, what + ", so nothing is sent there; write it like http://127.0.0.1:4318");
        return Optional.empty();
    }

    private Map<String, Secret> headers() {
        var headers = new LinkedHashMap<String, Secret>();
        pairs(OtlpOptions.HEADERS).forEach((name, value) -> {
            if (OF_THE_REQUEST.contains(name.toLowerCase(Locale.ROOT))) {
                warn(OtlpOptions.HEADERS, "holds a header that each request has by itself; it is left out");
            } else if (isHeaderName(name) && isHeaderValue(value)) {
                headers.put(name, new Secret(value));
            } else {
                warn(OtlpOptions.HEADERS, "holds a header that HTTP does not allow; it is left out");
            }
        });
        return headers;
    }

    private static boolean isHeaderName(String name) {
        return name.chars()
                .allMatch(c -> c < 128 && (Character.isLetterOrDigit(c) || "!#$%&'*+-.^_`|~".indexOf(c) >= 0));
    }

    private static boolean isHeaderValue(String value) {
        return value.chars().allMatch(c -> c == '\t' || (c >= ' ' && c < 127));
    }

    private Map<String, String> resource() {
        var resource = new LinkedHashMap<>(pairs(OtlpOptions.RESOURCE));
        resource.putIfAbsent(SERVICE_NAME, "zavora-cli");
        find(OtlpOptions.SERVICE_NAME).ifPresent(name -> resource.put(SERVICE_NAME, name));
        return resource;
    }

    /** Pairs as the Baggage format writes them. One that is wrong makes the whole value worthless, as it is specified. */
    private Map<String, String> pairs(Option option) {
        var pairs = new LinkedHashMap<String, String>();
        for (var item : text(option).split(",", -1)) {
            var parts = item.split("=", 2);
            try {
                if (parts.length == 2 && !parts[0].isBlank()) {
                    pairs.put(decoded(parts[0]), decoded(parts[1]));
                } else if (!item.isBlank()) {
                    throw new IllegalArgumentException("not a pair");
                }
            } catch (IllegalArgumentException e) {
                warn(option, "is not made of name=value pairs, so it is left out");
                return Map.of();
            }
        }
        return pairs;
    }

    private static String decoded(String text) {
        // a plus sign stands for itself here
        return URLDecoder.decode(text.strip().replace("+", "%2B"), StandardCharsets.UTF_8);
    }

    private Duration timeout() {
        var text = text(OtlpOptions.TIMEOUT);
        if (text.isEmpty()) {
            return TIMEOUT;
        }
        try {
            var millis = Long.parseLong(text);
            if (millis > 0 && millis <= Integer.MAX_VALUE) {
                return Duration.ofMillis(millis);
            }
        } catch (NumberFormatException e) {
            // told below
        }
        warn(OtlpOptions.TIMEOUT, "is not a number of milliseconds; 10000 is used");
        return TIMEOUT;
    }

    private OtlpSettings.Compression compression() {
        return switch (text(OtlpOptions.COMPRESSION)) {
            case "", "none" -> OtlpSettings.Compression.NONE;
            case "gzip" -> OtlpSettings.Compression.GZIP;
            default -> {
                warn(OtlpOptions.COMPRESSION, "is neither gzip nor none; nothing is compressed");
                yield OtlpSettings.Compression.NONE;
            }
        };
    }

    private void warn(Option option, String what) {
        warnings.add(option.names().variables().getFirst() + " " + what);
    }

    private boolean has(Option option) {
        return layers.find(option).isPresent();
    }

    private Optional<String> find(Option option) {
        return layers.find(option).map(Setting::text);
    }

    private String text(Option option) {
        return find(option).orElse("");
    }
}
