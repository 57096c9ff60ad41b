/** Models of Anthropic, over the Messages API. */
@NullMarked
package ai.zavora.adapter.provider.anthropic;

import org.jspecify.annotations.NullMarked;
