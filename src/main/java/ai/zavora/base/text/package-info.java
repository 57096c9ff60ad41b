/** Words and their shape: suggestions, widths, redaction; no terminal and no file. */
@NullMarked
package ai.zavora.base.text;

import org.jspecify.annotations.NullMarked;
