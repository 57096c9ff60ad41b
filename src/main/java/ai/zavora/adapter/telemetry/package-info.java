/** Telemetry as lines of JSON in a file, and the turn events that are recorded there. */
@NullMarked
package ai.zavora.adapter.telemetry;

import org.jspecify.annotations.NullMarked;
