/** The rules of the architecture, as tests that run before every landing. */
@NullMarked
package ai.zavora.architecture.rules;

import org.jspecify.annotations.NullMarked;
