/** The messages with which agents make sure of each other, protocol zavora-a2a-v1. */
@NullMarked
package ai.zavora.base.protocol.a2a;

import org.jspecify.annotations.NullMarked;
