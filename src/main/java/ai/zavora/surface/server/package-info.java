/** The HTTP surface: which requests there are, who may make them, and what they do. */
@NullMarked
package ai.zavora.surface.server;

import org.jspecify.annotations.NullMarked;
