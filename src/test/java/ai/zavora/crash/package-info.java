/** Processes killed at any instant, and what is found of their sessions afterwards. */
@NullMarked
package ai.zavora.crash;

import org.jspecify.annotations.NullMarked;
