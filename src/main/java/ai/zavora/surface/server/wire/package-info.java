/** A request and its answer, whatever server carries them. */
@NullMarked
package ai.zavora.surface.server.wire;

import org.jspecify.annotations.NullMarked;
