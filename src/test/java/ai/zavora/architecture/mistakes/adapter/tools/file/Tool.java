package ai.zavora.architecture.mistakes.adapter.tools.file;

import ai.zavora.architecture.mistakes.adapter.store.memory.Store;
import ai.zavora.architecture.mistakes.adapter.tools.web.Fetch;

/** A tool that knows a store and another group of tools. */
public final class Tool {
    Store store = new Store();
    Fetch fetch = new Fetch();
}
