/** Keys of providers: where they are looked for, in which order, and where they are kept. */
@NullMarked
package ai.zavora.core.credential;

import org.jspecify.annotations.NullMarked;
