/** The command line: reads arguments, calls the program, prints results and errors. */
@NullMarked
package ai.zavora.surface.cli;

import org.jspecify.annotations.NullMarked;
