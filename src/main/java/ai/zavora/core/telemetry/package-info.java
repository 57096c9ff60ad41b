/** What the telemetry of this program says, added up and judged: the report, its findings and the port that makes it. */
@NullMarked
package ai.zavora.core.telemetry;

import org.jspecify.annotations.NullMarked;
