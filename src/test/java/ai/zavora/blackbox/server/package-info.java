/** The packaged program as a server, called over real sockets. */
@NullMarked
package ai.zavora.blackbox.server;

import org.jspecify.annotations.NullMarked;
