/** Evaluations: data sets with what is expected of them, judged and timed. */
@NullMarked
package ai.zavora.core.eval;

import org.jspecify.annotations.NullMarked;
