/** Models that run inside this process: GGUF files through llama.cpp. */
@NullMarked
package ai.zavora.adapter.provider.local;

import org.jspecify.annotations.NullMarked;
