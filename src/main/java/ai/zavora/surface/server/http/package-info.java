/** Carries requests and answers over HTTP/1.1; the only place that knows the web server library. */
@NullMarked
package ai.zavora.surface.server.http;

import org.jspecify.annotations.NullMarked;
