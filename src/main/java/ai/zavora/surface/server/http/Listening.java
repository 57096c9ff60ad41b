package ai.zavora.surface.server.http;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Optional;
import javax.net.ssl.SSLContext;

/**
 * Where and how the server listens.
 *
 * @param address port 0 for any free one
 * @param tls what connections are protected with; empty for plain HTTP
 * @param closing how long requests under way may go on once the server closes
 */
public record Listening(InetSocketAddress address, Optional<SSLContext> tls, Duration closing) {}
