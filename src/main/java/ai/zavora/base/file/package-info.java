/** Files that people name: read whole without falling for what only looks like one, replaced without harm. */
@NullMarked
package ai.zavora.base.file;

import org.jspecify.annotations.NullMarked;
