/** Files that people name: how they are replaced without harm to what is there. */
@NullMarked
package ai.zavora.base.file;

import org.jspecify.annotations.NullMarked;
