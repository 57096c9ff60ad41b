package ai.zavora.adapter.peer;

import ai.zavora.base.config.NetworkSettings;
import ai.zavora.base.config.Secret;
import ai.zavora.base.error.ErrorKind;
import ai.zavora.base.error.ZavoraException;
import ai.zavora.base.json.Json;
import ai.zavora.base.json.JsonException;
import ai.zavora.base.network.HttpClients;
import ai.zavora.base.network.Proxies;
import ai.zavora.base.network.TlsFault;
import ai.zavora.base.protocol.a2a.Ping;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import javax.net.ssl.SSLException;

/** Talks to one other agent. */
public final class PeerClient implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    /** An acknowledgement has some hundred bytes. */
    private static final long MOST_BYTES = 64 * 1024;

    private static final int OK = 200;
    private static final int UNAUTHORIZED = 401;
    private static final int FORBIDDEN = 403;

    private final URI server;
    private final Optional<Secret> token;
    private final HttpClient client;

    /**
     * @param server its address, {@code http} or {@code https} with a host, with or without a path to its routes
     * @param token what it asks callers for
     */
    public PeerClient(URI server, Optional<Secret> token, NetworkSettings network) {
        this.server = server;
        this.token = token;
        this.client = HttpClients.builder(network, Proxies.isTls(server))
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(PATIENCE)
                .build();
    }

    /**
     * Sends a ping, once, and waits for its answer for at most 10 s.
     *
     * @throws ZavoraException PROVIDER, when it cannot be reached or is not trusted, refuses the token, or answers something else
     */
    public Ping.Acknowledgement send(Ping ping) throws InterruptedException {
        var path = server.getRawPath() == null ? "" : server.getRawPath().replaceFirst("/+$", "");
        var request = HttpRequest.newBuilder(server.resolve(path + "/v1/a2a/ping"))
                .timeout(PATIENCE)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(Json.write(ping.toJson())));
        token.ifPresent(secret -> request.header("Authorization", "Bearer " + secret.reveal()));
        HttpResponse<byte[]> response;
        try {
            response = client.send(request.build(), BodyHandlers.limiting(BodyHandlers.ofByteArray(), MOST_BYTES));
        } catch (SSLException e) {
            throw insecure(e);
        } catch (IOException e) {
            throw new ZavoraException(
                    ErrorKind.PROVIDER,
                    "No answer came from " + server + ".",
                    "Check that the server runs and its address: zavora-cli server status.",
                    e);
        }
        return acknowledgement(response)
                .orElseThrow(() -> failure(
                        "What answers at " + server + " is no agent that acknowledges messages (HTTP status "
                                + response.statusCode() + ").",
                        "Give the address that 'server serve' listens on."));
    }

    private Optional<Ping.Acknowledgement> acknowledgement(HttpResponse<byte[]> response) {
        if (response.statusCode() == UNAUTHORIZED) {
            throw failure(
                    "The server at " + server + " refuses the token.",
                    "Set ZAVORA_SERVER_AUTH_TOKEN to a token of that server.");
        }
        if (response.statusCode() == FORBIDDEN) {
            throw failure(
                    "The server at " + server + " does not take requests by that name, or not with this token.",
                    "Use the address it listens on, or have its operator add --allowed-host; and give"
                            + " ZAVORA_SERVER_AUTH_TOKEN a token with the scope ask.");
        }
        if (response.statusCode() != OK) {
            return Optional.empty();
        }
        try {
            return Ping.Acknowledgement.of(Json.parseObject(new String(response.body(), StandardCharsets.UTF_8)));
        } catch (JsonException e) {
            return Optional.empty();
        }
    }

    private ZavoraException insecure(SSLException cause) {
        var fault = TlsFault.of(cause);
        return new ZavoraException(
                ErrorKind.PROVIDER,
                fault == TlsFault.NO_AGREEMENT
                        ? "No secure connection with " + server + " could be agreed."
                        : "The certificate of " + server + " " + fault.flaw() + ".",
                fault.hint(),
                cause);
    }

    private static ZavoraException failure(String message, String hint) {
        return new ZavoraException(ErrorKind.PROVIDER, message, hint);
    }

    @Override
    public void close() {
        client.shutdownNow();
        client.close();
    }
}
