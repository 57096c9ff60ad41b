/** Words and their shape: suggestions, control characters, redaction; no terminal and no file. */
@NullMarked
package ai.zavora.base.text;

import org.jspecify.annotations.NullMarked;
