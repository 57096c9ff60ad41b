/** Reading small files whole, without falling for what only looks like one. */
@NullMarked
package ai.zavora.base.file;

import org.jspecify.annotations.NullMarked;
