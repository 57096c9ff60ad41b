package ai.zavora.surface.cli;

import ai.zavora.surface.cli.syntax.Arguments;
import ai.zavora.surface.cli.syntax.UsageException;

/** A command that depends on no settings, so that it works where the configuration is broken. */
interface StandaloneCommand extends Command {

    /** Like {@link #run}. */
    int print(Arguments arguments, Streams streams) throws UsageException;

    @Override
    default int run(Invocation invocation) throws UsageException {
        return print(invocation.arguments(), invocation.streams());
    }
}
