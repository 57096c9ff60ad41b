/** What reports have in common: pages that need nothing but themselves, plots, and tables of text. */
@NullMarked
package ai.zavora.surface.cli.page;

import org.jspecify.annotations.NullMarked;
