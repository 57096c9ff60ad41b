package ai.zavora.architecture.mistakes.adapter.store.memory;

/** A store that knows another. */
public final class Store {
    ai.zavora.architecture.mistakes.adapter.store.sqlite.Store other =
            new ai.zavora.architecture.mistakes.adapter.store.sqlite.Store();
}
