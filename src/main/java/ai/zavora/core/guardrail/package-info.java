/** Finds terms, personal data and secrets in text as it flows, and takes them out or stops it. */
@NullMarked
package ai.zavora.core.guardrail;

import org.jspecify.annotations.NullMarked;
