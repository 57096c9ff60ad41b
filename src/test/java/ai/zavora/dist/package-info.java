/** Black-box tests of what is given on: the archive, and the way from one version to the next and back. */
@NullMarked
package ai.zavora.dist;

import org.jspecify.annotations.NullMarked;
