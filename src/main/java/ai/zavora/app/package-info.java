/** The composition root: wires adapters to surfaces and is the only package that ends the process. */
@NullMarked
package ai.zavora.app;

import org.jspecify.annotations.NullMarked;
