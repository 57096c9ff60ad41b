/** Asks that may be sent again without being done again. */
@NullMarked
package ai.zavora.surface.server.idempotency;

import org.jspecify.annotations.NullMarked;
