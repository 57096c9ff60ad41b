package ai.zavora.surface.cli;

import ai.zavora.surface.cli.syntax.CommandSyntax;
import ai.zavora.surface.cli.syntax.UsageException;
import java.util.List;

/** A command of the tree. */
interface Command {

    CommandSyntax syntax();

    /** The commands below it, in the order of the help; none for most. */
    default List<CommandEntry> subcommands() {
        return List.of();
    }

    /** Whether it records its start and its end itself, as commands that run turns do. */
    default boolean recordsItself() {
        return false;
    }

    /**
     * Does it.
     *
     * @return the exit code
     * @throws UsageException when its words do not fit
     * @throws ai.zavora.base.error.ZavoraException when it fails
     */
    int run(Invocation invocation) throws UsageException, InterruptedException;
}
