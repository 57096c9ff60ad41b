/** Mistakes on purpose: every rule must find one here. */
@NullMarked
package ai.zavora.architecture.mistakes.surface.cli;

import org.jspecify.annotations.NullMarked;
