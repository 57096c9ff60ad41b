/** The packaged program as its users meet it: run as a process against a real server. */
@NullMarked
package ai.zavora.blackbox;

import org.jspecify.annotations.NullMarked;
