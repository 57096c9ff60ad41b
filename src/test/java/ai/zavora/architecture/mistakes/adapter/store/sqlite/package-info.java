/** Mistakes on purpose: every rule must find one here. */
@NullMarked
package ai.zavora.architecture.mistakes.adapter.store.sqlite;

import org.jspecify.annotations.NullMarked;
