/** Mistakes on purpose: every rule must find one here. */
@NullMarked
package ai.zavora.architecture.mistakes.adapter.provider.openai;

import org.jspecify.annotations.NullMarked;
