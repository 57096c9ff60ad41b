/** Gemini models, over Google's generateContent API. */
@NullMarked
package ai.zavora.adapter.provider.gemini;

import org.jspecify.annotations.NullMarked;
