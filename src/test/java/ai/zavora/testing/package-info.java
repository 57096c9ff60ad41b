/** The test kit: fakes, the model server, the launcher harness and goldens, kept like production code. */
@NullMarked
package ai.zavora.testing;

import org.jspecify.annotations.NullMarked;
