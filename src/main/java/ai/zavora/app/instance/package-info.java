/** The one server that runs with a pid file: who it is, and telling it to stop. */
@NullMarked
package ai.zavora.app.instance;

import org.jspecify.annotations.NullMarked;
