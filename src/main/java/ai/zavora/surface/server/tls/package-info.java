/** The server's certificate and key, from files to what connections are protected with. */
@NullMarked
package ai.zavora.surface.server.tls;

import org.jspecify.annotations.NullMarked;
