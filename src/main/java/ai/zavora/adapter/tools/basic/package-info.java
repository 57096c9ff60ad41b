/** Tools that touch nothing outside the process. */
@NullMarked
package ai.zavora.adapter.tools.basic;

import org.jspecify.annotations.NullMarked;
