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
 * @param draining how long requests under way may go on where the server can listen no more
 * @param closing how long they may go on once it closes
 */
public record Listening(InetSocketAddress address, Optional<SSLContext> tls, Duration draining, Duration closing) {}
