/** The registration list of the tools that ship with the program. */
@NullMarked
package ai.zavora.adapter.tools;

import org.jspecify.annotations.NullMarked;
