/** Where keys are kept: the vault of the operating system, reached through its own program, and a private file. */
@NullMarked
package ai.zavora.adapter.credential;

import org.jspecify.annotations.NullMarked;
