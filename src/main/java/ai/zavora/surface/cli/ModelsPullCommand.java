package ai.zavora.surface.cli;

import ai.zavora.base.config.OptionGroup;
import ai.zavora.base.error.ErrorKind;
import ai.zavora.base.error.ZavoraException;
import ai.zavora.base.json.JsonValue;
import ai.zavora.base.text.KeyLike;
import ai.zavora.base.text.Nearest;
import ai.zavora.core.llm.ModelLibrary;
import ai.zavora.surface.cli.syntax.CommandSyntax;
import ai.zavora.surface.cli.syntax.CommandSyntax.Count;
import ai.zavora.surface.cli.syntax.CommandSyntax.Example;
import ai.zavora.surface.cli.syntax.CommandSyntax.Operand;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** {@code models pull}: installs a model. */
final class ModelsPullCommand implements Command {

    @Override
    public CommandSyntax syntax() {
        return new CommandSyntax(
                "models pull",
                """
                Installs a model on this machine, so that --provider local can use it without network and key.

                A download that was interrupted goes on where it stopped. Nothing is installed that does not have the \
                expected checksum. The license is named before the first byte is fetched.""",
                List.of(new Operand("NAME", Count.ONCE, "The model, as 'zavora-cli models list' names it.", List.of())),
                List.of(Results.JSON),
                Set.of(OptionGroup.NETWORK),
                List.of(new Example("zavora-cli models pull gemma-3-270m", "a small model that runs anywhere")));
    }

    @Override
    public int run(Invocation invocation) throws InterruptedException {
        var name = invocation.arguments().words().getFirst();
        var library = invocation.services().library(invocation.settings());
        var entry = entry(library, name);
        var installedBefore = library.path(name).isPresent();
        if (!installedBefore) {
            announce(invocation.streams(), entry);
        }
        var path = pull(invocation, library, name);
        var results = new Results(invocation);
        if (results.structured()) {
            results.print(JsonValue.object()
                    .put("name", name)
                    .put("path", path.toString())
                    .put("was_installed", installedBefore)
                    .build());
        } else {
            results.print(name + (installedBefore ? " is installed already: " : " is installed: ") + path + "\n");
        }
        return 0;
    }

    private static Path pull(Invocation invocation, ModelLibrary library, String name) throws InterruptedException {
        var streams = invocation.streams();
        try (var progress = PullProgress.on(streams.err(), streams.isTerminal(Streams.Standard.ERR))) {
            return library.pull(name, progress);
        }
    }

    private static void announce(Streams streams, ModelLibrary.Entry entry) {
        streams.err().println(entry.name() + ": " + entry.description() + ", " + LocalModels.size(entry.sizeBytes()));
        streams.err()
                .println("License: " + entry.license().name() + ", "
                        + entry.license().url());
        streams.err().println(entry.license().notice());
    }

    private static ModelLibrary.Entry entry(ModelLibrary library, String name) {
        var names = new ArrayList<String>();
        for (var entry : library.catalog()) {
            if (entry.name().equals(name)) {
                return entry;
            }
            names.add(entry.name());
        }
        throw new ZavoraException(
                ErrorKind.INPUT,
                "There is no model " + KeyLike.quoted(name) + " to pull.",
                Nearest.to(name, names)
                        .map(nearest -> "Did you mean '" + nearest + "'?")
                        .orElse("There are " + String.join(", ", names) + "."));
    }
}
