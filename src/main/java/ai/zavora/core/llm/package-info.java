/** What the agent says to a model and hears from it, free of any wire format. */
@NullMarked
package ai.zavora.core.llm;

import org.jspecify.annotations.NullMarked;
