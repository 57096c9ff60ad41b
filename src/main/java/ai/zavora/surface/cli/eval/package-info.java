/** Where data sets come from, and how a report on one is shown: as text and as JSON. */
@NullMarked
package ai.zavora.surface.cli.eval;

import org.jspecify.annotations.NullMarked;
