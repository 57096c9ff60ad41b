/** Completion scripts for shells, written from the command tree and the option table. */
@NullMarked
package ai.zavora.surface.cli.completion;

import org.jspecify.annotations.NullMarked;
