/** Turns on behalf of remote callers: admitted, watched from any number of places, interrupted, drained. */
@NullMarked
package ai.zavora.surface.server.turn;

import org.jspecify.annotations.NullMarked;
