/** Finds the passages of a text that a query is about. */
@NullMarked
package ai.zavora.core.retrieval;

import org.jspecify.annotations.NullMarked;
