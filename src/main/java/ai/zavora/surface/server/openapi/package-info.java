/** The description of the interface, OpenAPI 3.1, and the schemas it is made of. */
@NullMarked
package ai.zavora.surface.server.openapi;

import org.jspecify.annotations.NullMarked;
