package ai.zavora.core.command;

import ai.zavora.base.error.ErrorKind;
import ai.zavora.base.error.ZavoraException;
import ai.zavora.core.llm.CatalogModel;
import java.util.List;
import java.util.Optional;

/** {@code /model}: sends later turns to another model of the same provider. */
final class ModelCommand implements SlashCommand {
    @Override
    public String name() {
        return "model";
    }

    @Override
    public List<String> aliases() {
        return List.of("worker");
    }

    @Override
    public String arguments() {
        return "[ID]";
    }

    @Override
    public String summary() {
        return "Switch the model; without an id, choose from a list";
    }

    @Override
    public String details() {
        return "Sends later turns to another model of the current provider. The session and what was said in it stay."
                + " The id may be any the provider knows, also one that is not in the list.";
    }

    @Override
    public List<String> candidates(ChatState state) {
        return offered(state).stream().map(CatalogModel::id).toList();
    }

    @Override
    public Outcome run(Arguments arguments, ChatState state) {
        return arguments.value().map(id -> switchTo(id, state)).orElseGet(() -> choose(state));
    }

    private static Outcome choose(ChatState state) {
        var offered = offered(state);
        var provider = state.route().provider();
        if (offered.isEmpty()) {
            throw new ZavoraException(
                    ErrorKind.INPUT,
                    "No models of " + provider + " are known by name.",
                    "Write the id behind the command: /model ID");
        }
        var choices = offered.stream()
                .map(model -> new Outcome.Choice(model.id(), ModelsCommand.note(model)))
                .toList();
        return new Outcome.Choose(
                "Models of " + provider + " (now " + state.route().model() + ")",
                choices,
                reply -> answered(reply.strip(), offered, state));
    }

    private static Outcome answered(String reply, List<CatalogModel> offered, ChatState state) {
        if (reply.isEmpty() || reply.equalsIgnoreCase("cancel")) {
            return new Outcome.Text("Unchanged: " + Words.route(state.route()) + ".");
        }
        if (reply.startsWith("/")) {
            return Outcome.Failed.of(new ZavoraException(
                    ErrorKind.INPUT,
                    reply + " is a command, not a model.",
                    "Nothing changed. Here a number of the list or a model's id is read; /model asks again."));
        }
        try {
            return switchTo(reply.matches("-?\\d+") ? numbered(reply, offered) : reply, state);
        } catch (ZavoraException e) {
            return Outcome.Failed.of(e);
        }
    }

    private static String numbered(String reply, List<CatalogModel> offered) {
        // four digits are more than any list has and cannot overflow
        var number = reply.length() <= 4 ? Integer.parseInt(reply) : 0;
        if (number < 1 || number > offered.size()) {
            throw new ZavoraException(
                    ErrorKind.INPUT,
                    "There is no choice " + reply + ".",
                    "Choose 1 to " + offered.size() + ", or write a model's id.");
        }
        return offered.get(number - 1).id();
    }

    private static Outcome switchTo(String id, ChatState state) {
        var known = offered(state).stream()
                .map(CatalogModel::id)
                .filter(id::equalsIgnoreCase)
                .findFirst();
        return state.switchTo(state.route().provider(), Optional.of(known.orElse(id)));
    }

    private static List<CatalogModel> offered(ChatState state) {
        return state.provider().stream()
                .flatMap(provider -> provider.catalog().stream())
                .filter(model -> model.retiredOn().isEmpty())
                .toList();
    }
}
