/** Whether the server can do its work. */
@NullMarked
package ai.zavora.surface.server.health;

import org.jspecify.annotations.NullMarked;
