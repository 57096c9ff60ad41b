/** Other agents, reached over HTTP. */
@NullMarked
package ai.zavora.adapter.peer;

import org.jspecify.annotations.NullMarked;
