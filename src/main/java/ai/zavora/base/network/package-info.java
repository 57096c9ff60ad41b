/** The way to the network that all clients share: which proxy, and whose certificates. */
@NullMarked
package ai.zavora.base.network;

import org.jspecify.annotations.NullMarked;
