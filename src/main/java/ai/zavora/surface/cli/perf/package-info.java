/** How measurements over time are shown: as text, as JSON and as a page. */
@NullMarked
package ai.zavora.surface.cli.perf;

import org.jspecify.annotations.NullMarked;
