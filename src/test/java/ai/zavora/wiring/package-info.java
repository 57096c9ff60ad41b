/** Whether black-box tests reach everything that is registered. */
@NullMarked
package ai.zavora.wiring;

import org.jspecify.annotations.NullMarked;
