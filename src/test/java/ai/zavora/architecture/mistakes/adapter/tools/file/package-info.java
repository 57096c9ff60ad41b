/** Mistakes on purpose: every rule must find one here. */
@NullMarked
package ai.zavora.architecture.mistakes.adapter.tools.file;

import org.jspecify.annotations.NullMarked;
