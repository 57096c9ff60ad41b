/** OpenAI's two wire formats, chat completions and responses, for OpenAI itself and every compatible server. */
@NullMarked
package ai.zavora.adapter.provider.openai;

import org.jspecify.annotations.NullMarked;
