/** The append-only journal of a conversation. */
@NullMarked
package ai.zavora.core.session;

import org.jspecify.annotations.NullMarked;
