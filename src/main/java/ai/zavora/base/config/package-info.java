/** Layered settings (flag, environment, profile, default) as records: the only reader of the environment. */
@NullMarked
package ai.zavora.base.config;

import org.jspecify.annotations.NullMarked;
