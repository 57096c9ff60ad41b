@NullMarked
package ai.zavora.app.doctor;

import org.jspecify.annotations.NullMarked;
