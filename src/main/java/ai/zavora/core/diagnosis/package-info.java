/** What the program finds out about its own health. */
@NullMarked
package ai.zavora.core.diagnosis;

import org.jspecify.annotations.NullMarked;
