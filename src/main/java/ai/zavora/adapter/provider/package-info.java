/** The providers of models we know, with their defaults and catalogues; one sub-package per wire format. */
@NullMarked
package ai.zavora.adapter.provider;

import org.jspecify.annotations.NullMarked;
