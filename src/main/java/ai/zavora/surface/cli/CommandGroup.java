package ai.zavora.surface.cli;

import ai.zavora.surface.cli.syntax.UsageException;

/** A command that only holds others. */
interface CommandGroup extends Command {

    @Override
    default int run(Invocation invocation) throws UsageException {
        var names = new StringBuilder();
        for (var entry : subcommands()) {
            names.append(names.isEmpty() ? "" : ", ").append(entry.name());
        }
        throw new UsageException(
                "'" + syntax().path() + "' needs to be told what to do", "Write one of " + names + " behind it.");
    }
}
