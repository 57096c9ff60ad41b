package ai.zavora.surface.cli;

import ai.zavora.base.config.Options;
import ai.zavora.base.error.InterruptedWorkException;
import ai.zavora.base.error.ZavoraException;
import ai.zavora.base.json.JsonValue;
import ai.zavora.surface.cli.syntax.UsageException;

/** What comes before a chat. The chat records itself; what keeps it from beginning is recorded here. */
final class ChatStart {

    /** Finds the session the chat is in. */
    interface Search {
        Invocation run() throws UsageException, InterruptedException;
    }

    private ChatStart() {}

    /**
     * Chats in the session that is found.
     *
     * @return the exit code
     */
    static int of(Invocation invocation, Search search) throws UsageException, InterruptedException {
        Invocation found;
        try {
            refuseUnused(invocation);
            found = search.run();
        } catch (UsageException | InterruptedException | ZavoraException | InterruptedWorkException e) {
            return invocation.services().recorded(invocation, () -> {
                throw e;
            });
        }
        return invocation.services().chat(found);
    }

    /** What a chat does not know how to use must not look as if it were. */
    private static void refuseUnused(Invocation invocation) throws UsageException {
        var flags = invocation.arguments().flags();
        if (flags.containsKey(Options.ofFlag("--file").orElseThrow())) {
            throw new UsageException(
                    "a chat takes no --file",
                    "Ask about files with 'zavora-cli ask -f PATH PROMPT', or name them in the chat.");
        }
        var format = flags.get(Options.ofFlag("--output-format").orElseThrow());
        if (format instanceof JsonValue.Str(var word) && !word.equals("text")) {
            throw new UsageException(
                    "a chat is told as text, not as " + word, "For scripts there is 'zavora-cli ask -o " + word + "'.");
        }
    }
}
