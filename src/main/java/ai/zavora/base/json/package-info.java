/** JSON values, reading and writing: the only user of the JSON library. */
@NullMarked
package ai.zavora.base.json;

import org.jspecify.annotations.NullMarked;
