/**
 * A load generator for HTTP servers on this machine, run by {@code scripts/load}. It belongs to the tests and is not
 * part of the program; it needs the JDK and {@code base.json} alone, so it is compiled without the build.
 */
@NullMarked
package ai.zavora.load;

import org.jspecify.annotations.NullMarked;
