/** The Chat Completions API of OpenAI in our terms: what its requests ask for, and how its answers read. */
@NullMarked
package ai.zavora.surface.server.completions;

import org.jspecify.annotations.NullMarked;
