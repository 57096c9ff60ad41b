/** Figures that are counted and told in the text format of Prometheus. */
@NullMarked
package ai.zavora.surface.server.metrics;

import org.jspecify.annotations.NullMarked;
