/** How a report on telemetry is shown: as text, as JSON and as a page with plots. */
@NullMarked
package ai.zavora.surface.cli.telemetry;

import org.jspecify.annotations.NullMarked;
