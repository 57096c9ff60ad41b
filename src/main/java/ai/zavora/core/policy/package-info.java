/** Decisions about tool calls: pure functions over parsed facts, and the people who approve. */
@NullMarked
package ai.zavora.core.policy;

import org.jspecify.annotations.NullMarked;
