/** How every remote model is reached: one HTTP exchange per request, its stream cut into events, its failures typed. */
@NullMarked
package ai.zavora.adapter.provider.http;

import org.jspecify.annotations.NullMarked;
