package ai.zavora.app;

import ai.zavora.base.error.ErrorKind;
import ai.zavora.base.error.ZavoraException;
import ai.zavora.core.llm.ModelLibrary;
import ai.zavora.core.llm.ModelRoute;
import ai.zavora.core.llm.RouteResolver;
import ai.zavora.surface.cli.Streams;
import java.io.IOException;

/**
 * Finds the model to use and, where nothing at all is configured, asks the person at the terminal whether to fetch the
 * one that runs in this program. A script is never asked: it gets the error that lists every way out.
 */
final class FirstRun {

    private final Models models;
    private final ModelLibrary library;
    private final Streams streams;

    FirstRun(Models models, ModelLibrary library, Streams streams) {
        this.models = models;
        this.library = library;
        this.streams = streams;
    }

    ModelRoute route() throws InterruptedException {
        var found = models.find();
        return found.isPresent() ? found.get() : offered();
    }

    private ModelRoute offered() {
        var person = streams.isTerminal(Streams.Standard.IN) && streams.isTerminal(Streams.Standard.ERR);
        if (!person) {
            throw RouteResolver.nothingConfigured();
        }
        var entry = library.catalog().getFirst();
        streams.err()
                .print("No model provider is configured. This program can run a small model itself:\n  " + entry.name()
                        + " (" + entry.sizeBytes() / 1_000_000 + " MB): " + entry.description() + "\n  "
                        + entry.license().notice() + "\nFetch and use it? [y/N] ");
        streams.err().flush();
        if (!agreed()) {
            throw RouteResolver.nothingConfigured();
        }
        return new ModelRoute(RouteResolver.LOCAL, entry.name());
    }

    /** Reads one line byte by byte: what follows it belongs to the chat. */
    private boolean agreed() {
        var line = new StringBuilder();
        try {
            for (int next = streams.in().read();
                    next >= 0 && next != '\n';
                    next = streams.in().read()) {
                line.append((char) next);
            }
        } catch (IOException e) {
            throw new ZavoraException(
                    ErrorKind.INPUT, "The terminal cannot be read.", "Choose a provider with --provider.", e);
        }
        var word = line.toString().strip();
        return word.equalsIgnoreCase("y") || word.equalsIgnoreCase("yes");
    }
}
