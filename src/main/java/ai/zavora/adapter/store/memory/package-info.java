/** Sessions that live as long as the process. */
@NullMarked
package ai.zavora.adapter.store.memory;

import org.jspecify.annotations.NullMarked;
