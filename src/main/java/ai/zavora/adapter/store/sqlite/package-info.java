/** Sessions in a SQLite file that several processes may use at once: the only user of the SQLite driver. */
@NullMarked
package ai.zavora.adapter.store.sqlite;

import org.jspecify.annotations.NullMarked;
