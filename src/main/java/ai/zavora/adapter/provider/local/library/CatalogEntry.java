package ai.zavora.adapter.provider.local.library;

import ai.zavora.core.llm.ModelLibrary;
import java.util.List;

/**
 * A model that can be pulled and where it is.
 *
 * @param entry what people see of it
 * @param sources in the order tried
 */
record CatalogEntry(ModelLibrary.Entry entry, List<ModelSource> sources) {
    CatalogEntry {
        sources = List.copyOf(sources);
    }
}
