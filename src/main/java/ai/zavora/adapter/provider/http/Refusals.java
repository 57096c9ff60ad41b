package ai.zavora.adapter.provider.http;

import ai.zavora.base.error.Wording;
import ai.zavora.base.json.Json;
import ai.zavora.base.json.JsonException;
import ai.zavora.base.json.JsonValue;
import ai.zavora.base.text.Redaction;
import ai.zavora.base.text.UriAuthority;
import ai.zavora.core.llm.ModelException;
import ai.zavora.core.llm.ModelException.Reason;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Turns an HTTP answer that is no success into the failure it means. */
final class Refusals {
    private static final int MAX_TEXT = 300;
    private static final int SHORTEST_SECRET = 4;

    /** Also keys that the provider itself shortened by stars; words like {@code api_version} are names without a digit. */
    private static final Pattern KEY_LIKE =
            Pattern.compile("(?i)\\b(?:(?:sk|gsk|pk|rk|xai)[-_]|(?:key|api)[-_](?=[\\w.-]*[\\d*]))[\\w*.-]{6,}"
                    + "|AIza[\\w*-]{6,}|Bearer\\s+\\S+|[\\w*-]{32,}");

    private final String provider;
    private final Optional<String> credentialSource;
    private final List<String> secrets;
    private final ErrorReader errors;
    private final JsonValue.Obj sent;

    /**
     * @param secrets what is sent and must not be shown, nor as an address would repeat it: of at least 4 characters each,
     *     others are left
     */
    Refusals(String provider, Optional<String> credentialSource, List<String> secrets, ErrorReader errors) {
        this(
                provider,
                credentialSource,
                secrets.stream()
                        .filter(secret -> secret.length() >= SHORTEST_SECRET)
                        .flatMap(secret -> Stream.of(secret, URLEncoder.encode(secret, StandardCharsets.UTF_8)))
                        .distinct()
                        // one may hold another
                        .sorted(Comparator.comparingInt(String::length).reversed())
                        .toList(),
                errors,
                JsonValue.Obj.EMPTY);
    }

    private Refusals(
            String provider,
            Optional<String> credentialSource,
            List<String> secrets,
            ErrorReader errors,
            JsonValue.Obj sent) {
        this.provider = provider;
        this.credentialSource = credentialSource;
        this.secrets = secrets;
        this.errors = errors;
        this.sent = sent;
    }

    /** The same for the answer to one request, whose texts then do not show up in any message. */
    Refusals to(JsonValue.Obj request) {
        return new Refusals(provider, credentialSource, secrets, errors, request);
    }

    /** The failure that an answer with a status outside 2xx means. */
    ModelException of(ResponseHead head, String body) {
        var status = head.status();
        if (status == 407) {
            return Connector.proxyRefused(status);
        }
        if (status < 300) {
            return new ModelException(
                    Reason.MALFORMED,
                    Wording.own(provider + " answered without a reply (HTTP " + status + ")."),
                    hint(Reason.MALFORMED),
                    OptionalInt.of(status),
                    Optional.empty());
        }
        if (status < 400) {
            return redirect(head);
        }
        var json = object(body);
        var reason = reason(status, json);
        return failure(reason, json, OptionalInt.of(status), retryAfter(head));
    }

    /** The failure that a provider reports within a stream, or that its stream amounts to. */
    ModelException of(Reason reason, Optional<JsonValue.Obj> body) {
        return failure(reason, body, OptionalInt.empty(), Optional.empty());
    }

    private ModelException failure(
            Reason reason, Optional<JsonValue.Obj> body, OptionalInt status, Optional<Duration> retryAfter) {
        var code = status.isPresent() ? " (HTTP " + status.getAsInt() + ")" : "";
        var own = provider + " " + what(reason) + code;
        var full = own + body.flatMap(this::ownText).map(text -> ": " + text).orElse("");
        var wording = new Wording(own + ".", full.matches("(?s).*[.!?…]") ? full : full + ".");
        return new ModelException(reason, wording, hint(reason), status, retryAfter);
    }

    private Reason reason(int status, Optional<JsonValue.Obj> body) {
        return switch (status) {
            case 401, 403 -> Reason.CREDENTIAL_REFUSED;
            case 404 -> Reason.NOT_FOUND;
            case 408, 409 -> Reason.SERVER_ERROR;
            // Payment Required: what DeepSeek and OpenRouter answer when the account is empty
            case 402, 429 -> Reason.RATE_LIMITED;
            default -> status >= 500 ? Reason.SERVER_ERROR : errors.reason(status, body);
        };
    }

    private static String what(Reason reason) {
        return switch (reason) {
            case CREDENTIAL_REFUSED -> "refused the credential";
            case NOT_FOUND -> "does not know this model or address";
            case RATE_LIMITED -> "allows no more requests for now";
            case SERVER_ERROR -> "failed";
            case CONTEXT_OVERFLOW -> "says the prompt does not fit the model's context window";
            case CONTENT_FILTER -> "refused the prompt by its content filter";
            case STREAM_BROKEN -> "broke off in the middle of its answer";
            case MALFORMED -> "sent something that is not its protocol";
            case TIMEOUT -> "took too long";
            case UNREACHABLE, TLS -> "could not be reached";
            case BAD_REQUEST, LOCAL_ENGINE -> "refused the request";
        };
    }

    /** What to do about a failure of that kind. */
    String hint(Reason reason) {
        return switch (reason) {
            case CREDENTIAL_REFUSED ->
                credentialSource
                        .map(source -> "Check the key (" + source
                                + "): it may be mistyped, revoked or without access to this model.")
                        .orElse("Check that this server lets you in.");
            case NOT_FOUND -> "Check the model's name and the provider's base URL.";
            case RATE_LIMITED -> "Wait, or check the quota and billing of the account.";
            case SERVER_ERROR -> "Try again later, or choose another model or provider.";
            case CONTEXT_OVERFLOW -> "Shorten the prompt or the conversation, or choose a model with a larger window.";
            case CONTENT_FILTER -> "Reword the prompt, or choose another model.";
            case UNREACHABLE -> "Check the network, the proxy and the provider's base URL.";
            case TLS ->
                "If a company proxy or a private server signs its own certificates, set ZAVORA_CA_BUNDLE to its PEM file.";
            case TIMEOUT, STREAM_BROKEN -> "Try again.";
            // some providers tell a conversation that is too long, or an empty account, from other mistakes by words
            // alone
            case BAD_REQUEST ->
                "Check the model's name and the base URL, that the conversation fits the model's window, and the account's credit.";
            case MALFORMED, LOCAL_ENGINE ->
                "Check the model's name, the base URL and that it speaks this provider's protocol.";
        };
    }

    private ModelException redirect(ResponseHead head) {
        var to = head.header("location").flatMap(Refusals::origin).map(origin -> " to " + origin);
        return new ModelException(
                Reason.BAD_REQUEST,
                new Wording(redirected(head, ""), redirected(head, to.orElse(""))),
                "Set the provider's base URL to the address it is really at.",
                OptionalInt.of(head.status()),
                Optional.empty());
    }

    private String redirected(ResponseHead head, String to) {
        return provider + " redirects elsewhere" + to + " (HTTP " + head.status() + "), which is not followed.";
    }

    private static Optional<String> origin(String location) {
        try {
            var uri = URI.create(location);
            return UriAuthority.of(uri)
                    .map(to -> uri.getScheme() + "://" + to.host() + (to.port() < 0 ? "" : ":" + to.port()));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static Optional<JsonValue.Obj> object(String body) {
        try {
            return Optional.of(Json.parseObject(body));
        } catch (JsonException e) {
            return Optional.empty();
        }
    }

    /** What the provider itself says, in the shapes that providers use; shortened, without anything like a key. */
    Optional<String> ownText(JsonValue.Obj body) {
        return body.object("error")
                .flatMap(error -> error.string("message"))
                .or(() -> body.string("error"))
                .or(() -> body.string("message"))
                .or(() -> body.string("detail"))
                .map(this::safe)
                .filter(text -> !text.isBlank());
    }

    /** The text on one line, at most 300 characters, without control characters, anything like a key and what was sent. */
    String safe(String text) {
        var shown = text;
        for (var secret : secrets) {
            // before anything is cut off: the beginning of one would not be found
            shown = shown.replace(secret, "[REDACTED]");
        }
        var line = shown.codePoints()
                .map(c -> Echo.isSpace(c) ? ' ' : c)
                .limit(4L * MAX_TEXT)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
        line = Echo.removed(line, sent);
        // again before anything is cut off; and in a stranger's words more may be a key than in ours
        line = KEY_LIKE.matcher(Redaction.keys(line)).replaceAll("[REDACTED]").strip();
        var end = line.offsetByCodePoints(0, Math.min(MAX_TEXT, line.codePointCount(0, line.length())));
        return end == line.length() ? line : line.substring(0, end) + "…";
    }

    /**
     * The {@code Retry-After} header (RFC 9110, 10.2.3) in seconds or as a date. A date is measured from the answer's own
     * {@code Date}, so that a wrong clock on either side does no harm; without one it is not used.
     */
    static Optional<Duration> retryAfter(ResponseHead head) {
        var value = head.header("retry-after");
        if (value.isEmpty()) {
            return Optional.empty();
        }
        if (value.get().matches("\\d{1,9}")) {
            return Optional.of(Duration.ofSeconds(Long.parseLong(value.get())));
        }
        return date(value.get())
                .flatMap(until -> head.header("date").flatMap(Refusals::date).map(now -> {
                    var wait = Duration.between(now, until);
                    return wait.isNegative() ? Duration.ZERO : wait;
                }));
    }

    private static Optional<ZonedDateTime> date(String text) {
        try {
            return Optional.of(ZonedDateTime.parse(text, DateTimeFormatter.RFC_1123_DATE_TIME.withLocale(Locale.ROOT)));
        } catch (DateTimeParseException e) {
            return Optional.empty();
        }
    }
}
