/** The typed errors every layer throws and the exit codes they carry. */
@NullMarked
package ai.zavora.base.error;

import org.jspecify.annotations.NullMarked;
