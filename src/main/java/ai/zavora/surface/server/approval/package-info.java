/** Tool calls that wait for somebody's word over HTTP. */
@NullMarked
package ai.zavora.surface.server.approval;

import org.jspecify.annotations.NullMarked;
