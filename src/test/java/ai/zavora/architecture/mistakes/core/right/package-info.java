/** Mistakes on purpose: every rule must find one here. */
@NullMarked
package ai.zavora.architecture.mistakes.core.right;

import org.jspecify.annotations.NullMarked;
