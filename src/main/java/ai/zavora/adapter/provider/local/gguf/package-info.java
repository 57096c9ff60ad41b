/** Reads what a GGUF model file says about itself. */
@NullMarked
package ai.zavora.adapter.provider.local.gguf;

import org.jspecify.annotations.NullMarked;
