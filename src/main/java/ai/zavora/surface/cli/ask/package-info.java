/** The one-shot command: prompt sources, one turn, and its three output formats. */
@NullMarked
package ai.zavora.surface.cli.ask;

import org.jspecify.annotations.NullMarked;
