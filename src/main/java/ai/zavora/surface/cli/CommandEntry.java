package ai.zavora.surface.cli;

import java.util.function.Supplier;

/**
 * A line of the registration list.
 *
 * @param summary one line for people
 * @param command makes the command; called only when it is asked for
 */
record CommandEntry(String name, String summary, Supplier<Command> command) {}
