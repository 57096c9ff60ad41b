/** The gates before a release, each failed on purpose in a checkout made for it. */
@NullMarked
package ai.zavora.gates;

import org.jspecify.annotations.NullMarked;
