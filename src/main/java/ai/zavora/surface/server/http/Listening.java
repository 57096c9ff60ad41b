package ai.zavora.surface.server.http;

import java.net.InetSocketAddress;
import java.util.Optional;
import javax.net.ssl.SSLContext;

/**
 * Where and how the server listens.
 *
 * @param address port 0 for any free one
 * @param tls what connections are protected with; empty for plain HTTP
 */
public record Listening(InetSocketAddress address, Optional<SSLContext> tls) {}
