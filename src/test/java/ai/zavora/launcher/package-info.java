/** Black-box tests of the launcher script and of what it starts: processes, folders and exit codes. */
@NullMarked
package ai.zavora.launcher;

import org.jspecify.annotations.NullMarked;
