/** Reads telemetry files of any size, in constant memory, and adds up what they say. */
@NullMarked
package ai.zavora.adapter.telemetry.report;

import org.jspecify.annotations.NullMarked;
