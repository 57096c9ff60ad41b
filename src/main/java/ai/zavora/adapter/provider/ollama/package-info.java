/** Models served by an Ollama server, over its native chat API. */
@NullMarked
package ai.zavora.adapter.provider.ollama;

import org.jspecify.annotations.NullMarked;
