/** One turn of the agent: the loop, the tool gate and the events they emit. */
@NullMarked
package ai.zavora.core.agent;

import org.jspecify.annotations.NullMarked;
