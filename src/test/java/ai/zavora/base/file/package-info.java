@NullMarked
package ai.zavora.base.file;

import org.jspecify.annotations.NullMarked;
