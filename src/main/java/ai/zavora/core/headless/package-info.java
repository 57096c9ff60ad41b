/** Turns as lines of the headless protocol, the same for every surface that speaks it. */
@NullMarked
package ai.zavora.core.headless;

import org.jspecify.annotations.NullMarked;
