/** Chat line by line: on a terminal with editing and history, or as a filter between pipes. */
@NullMarked
package ai.zavora.surface.chat;

import org.jspecify.annotations.NullMarked;
