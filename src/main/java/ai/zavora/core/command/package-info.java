/** Slash commands, shared by every chat surface: what they do and what they answer, never how it is drawn. */
@NullMarked
package ai.zavora.core.command;

import org.jspecify.annotations.NullMarked;
