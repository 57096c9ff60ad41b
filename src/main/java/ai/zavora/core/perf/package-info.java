/** Measurements of the program over time: their history, a baseline, and what got worse. */
@NullMarked
package ai.zavora.core.perf;

import org.jspecify.annotations.NullMarked;
