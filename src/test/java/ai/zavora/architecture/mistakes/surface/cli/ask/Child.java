package ai.zavora.architecture.mistakes.surface.cli.ask;

import ai.zavora.architecture.mistakes.surface.cli.Command;

/** A child that knows its parent. */
public final class Child {
    Command parent = new Command();
}
