/** Setting up a profile: the questions to a person, the same without questions, and what is saved. */
@NullMarked
package ai.zavora.surface.cli.setup;

import org.jspecify.annotations.NullMarked;
