/** The machine-readable output of one-shot commands, schema zavora.headless.v1. */
@NullMarked
package ai.zavora.base.protocol.headless;

import org.jspecify.annotations.NullMarked;
