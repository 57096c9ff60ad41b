/** What a command accepts: its words and options, how they are read, and the help text they make. */
@NullMarked
package ai.zavora.surface.cli.syntax;

import org.jspecify.annotations.NullMarked;
