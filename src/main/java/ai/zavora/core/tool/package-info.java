/** What a tool is: its description, what a call would touch, and its result. */
@NullMarked
package ai.zavora.core.tool;

import org.jspecify.annotations.NullMarked;
