/** Whether the documentation speaks of what there is. */
@NullMarked
package ai.zavora.docs;

import org.jspecify.annotations.NullMarked;
