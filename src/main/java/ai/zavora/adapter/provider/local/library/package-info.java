/** The folder of local models: what is in it, what can be pulled into it, and from where. */
@NullMarked
package ai.zavora.adapter.provider.local.library;

import org.jspecify.annotations.NullMarked;
