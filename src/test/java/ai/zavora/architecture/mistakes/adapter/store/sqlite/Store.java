package ai.zavora.architecture.mistakes.adapter.store.sqlite;

import ai.zavora.architecture.mistakes.app.Program;

/** An adapter that looks up. */
public final class Store {
    Program program = new Program();
}
