package ai.zavora.core.command;

import ai.zavora.core.llm.CatalogModel;
import ai.zavora.core.llm.ModelProvider;
import java.util.ArrayList;
import java.util.List;

/** {@code /models}: where requests go, and what else there is. */
final class ModelsCommand implements SlashCommand {
    @Override
    public String name() {
        return "models";
    }

    @Override
    public String summary() {
        return "List the routes and the models known by name";
    }

    @Override
    public Outcome run(Arguments arguments, ChatState state) {
        var text = new StringBuilder("Routes\n")
                .append(Words.table(List.of(
                        new Words.Row("Worker", Words.route(state.route())),
                        new Words.Row("Planner", state.setup().planner()))));
        for (var provider : state.providers()) {
            var rows = rows(provider, state);
            if (!rows.isEmpty()) {
                text.append("\n\n").append(provider.displayName()).append(" (/provider ");
                text.append(provider.id()).append(")\n").append(Words.table(rows));
            }
        }
        return new Outcome.Text(
                text.append("\n\n/model chooses among the current provider's; it takes any other id too.")
                        .toString());
    }

    private static List<Words.Row> rows(ModelProvider provider, ChatState state) {
        var rows = new ArrayList<Words.Row>();
        for (var model : provider.catalog()) {
            if (model.retiredOn().isEmpty()) {
                var current = state.route().provider().equals(provider.id())
                        && state.route().model().equals(model.id());
                rows.add(new Words.Row((current ? "* " : "  ") + model.id(), note(model)));
            }
        }
        return rows;
    }

    /** What helps to choose a model: its quota pool or window, and what it is good for. */
    static String note(CatalogModel model) {
        var size = model.pool()
                .map(pool -> "pool " + pool)
                .orElseGet(() -> Words.number(model.contextWindow()) + " tokens");
        return model.description().isEmpty() ? size : size + "  " + model.description();
    }
}
