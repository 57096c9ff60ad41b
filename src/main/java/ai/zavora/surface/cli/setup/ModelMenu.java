package ai.zavora.surface.cli.setup;

import ai.zavora.core.llm.CatalogModel;
import ai.zavora.core.llm.ModelLibrary;
import ai.zavora.core.llm.ModelProvider;
import ai.zavora.core.llm.ProbeResult;
import ai.zavora.core.llm.RouteResolver;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The models of a provider to choose from. Any other name may be given as well.
 *
 * @param choices in the order of the menu
 * @param preferred the one used when none is chosen; may not be among the choices
 */
record ModelMenu(List<Choice> choices, String preferred) {

    /** More names than a person reads. */
    private static final int MOST = 40;

    ModelMenu {
        choices = List.copyOf(choices);
    }

    /**
     * One of them.
     *
     * @param note a few words, or none
     */
    record Choice(String name, String note) {}

    /** The models we know of a cloud provider; those of its stand-in where the provider has another address. */
    static ModelMenu ofCloud(ModelProvider provider, List<String> offered) {
        var choices = new ArrayList<Choice>();
        for (var name : offered) {
            if (choices.size() < MOST) {
                choices.add(new Choice(name, ""));
            }
        }
        if (choices.isEmpty()) {
            for (CatalogModel model : provider.catalog()) {
                if (model.retiredOn().isEmpty()) {
                    choices.add(new Choice(model.id(), model.description()));
                }
            }
        }
        return new ModelMenu(choices, provider.workerModel());
    }

    /** The models an Ollama server has; it can use no other. */
    static ModelMenu ofOllama(ModelProvider provider, Optional<ProbeResult> answer) {
        var names = answer.map(ProbeResult::models).orElse(List.of());
        var usual = provider.workerModel();
        var preferred = names.stream()
                .filter(name -> name.equals(usual) || name.startsWith(usual + ":"))
                .findFirst()
                .or(() -> names.stream().findFirst())
                .orElse(usual);
        return new ModelMenu(
                names.stream().limit(MOST).map(name -> new Choice(name, "")).toList(), preferred);
    }

    /** The models that run in this program: those installed first, then those it can fetch. */
    static ModelMenu ofLibrary(ModelProvider provider, ModelLibrary library) {
        var choices = new ArrayList<Choice>();
        var installed =
                library.installed().stream().map(ModelLibrary.Installed::name).toList();
        installed.forEach(name -> choices.add(new Choice(name, "installed")));
        for (var entry : library.catalog()) {
            if (!installed.contains(entry.name())) {
                choices.add(
                        new Choice(entry.name(), entry.sizeBytes() / 1_000_000 + " MB, fetched when it is first used"));
            }
        }
        var usual = provider.workerModel();
        return new ModelMenu(choices, installed.isEmpty() || installed.contains(usual) ? usual : installed.getFirst());
    }

    /** The same with another model preferred. */
    ModelMenu preferring(String model) {
        return new ModelMenu(choices, model);
    }

    /** The model an answer means: a number of the menu, a name, or nothing for the preferred one. */
    String chosen(String answer) {
        if (answer.isEmpty()) {
            return preferred;
        }
        if (answer.matches("\\d{1,3}")) {
            var number = Integer.parseInt(answer);
            return number >= 1 && number <= choices.size()
                    ? choices.get(number - 1).name()
                    : "";
        }
        return answer;
    }

    /** The provider's planning model where it can be had, else the working one. */
    static String planner(ModelProvider provider, String model, ModelMenu menu) {
        if (provider.credentialVariable().isPresent()) {
            return provider.plannerModel();
        }
        if (provider.id().equals(RouteResolver.LOCAL)) {
            // one model in memory is enough
            return model;
        }
        var planner = provider.plannerModel();
        return menu.choices().stream()
                .map(Choice::name)
                .filter(name -> name.equals(planner) || name.startsWith(planner + ":"))
                .findFirst()
                .orElse(model);
    }
}
