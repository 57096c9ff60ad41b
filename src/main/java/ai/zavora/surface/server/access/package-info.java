/** Who calls, what that caller may do, and whether the call comes from where it claims. */
@NullMarked
package ai.zavora.surface.server.access;

import org.jspecify.annotations.NullMarked;
