/** The checks of {@code doctor}, an area each. They look and change nothing. */
@NullMarked
package ai.zavora.app.doctor;

import org.jspecify.annotations.NullMarked;
