package ai.zavora.surface.cli.setup;

import ai.zavora.core.llm.CatalogModel;
import ai.zavora.core.llm.ModelLibrary;
import ai.zavora.core.llm.ModelProvider;
import ai.zavora.core.llm.ProbeResult;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The models of a provider to choose from. Any other name may be given as well.
 *
 * @param choices in the order of the menu
 * @param preferred the one used when none is chosen; may not be among the choices
 * @param source who says what there is
 */
record ModelMenu(List<Choice> choices, String preferred, Source source) {

    /** More names than a person reads. */
    private static final int MOST = 40;

    ModelMenu {
        choices = List.copyOf(choices);
    }

    /** Who says what there is. */
    enum Source {
        /** What we know of a cloud provider, which has more. */
        CATALOG,
        /** A server that was asked, and has no others. */
        SERVER,
        /** What this program can run. */
        LIBRARY
    }

    /**
     * One of them.
     *
     * @param note a few words, or none
     */
    record Choice(String name, String note) {}

    /** The models we know of a cloud provider; those of its stand-in where the provider has another address. */
    static ModelMenu ofCloud(ModelProvider provider, List<String> offered) {
        if (!offered.isEmpty()) {
            return ofServer(provider, offered);
        }
        var choices = new ArrayList<Choice>();
        for (CatalogModel model : provider.catalog()) {
            if (model.retiredOn().isEmpty()) {
                choices.add(new Choice(model.id(), model.description()));
            }
        }
        return new ModelMenu(choices, provider.workerModel(), Source.CATALOG);
    }

    /** The models an Ollama server has. */
    static ModelMenu ofOllama(ModelProvider provider, Optional<ProbeResult> answer) {
        return ofServer(provider, answer.map(ProbeResult::models).orElse(List.of()));
    }

    private static ModelMenu ofServer(ModelProvider provider, List<String> names) {
        var usual = provider.workerModel();
        var preferred =
                find(names.stream(), usual).or(() -> names.stream().findFirst()).orElse(usual);
        return new ModelMenu(
                names.stream().limit(MOST).map(name -> new Choice(name, "")).toList(), preferred, Source.SERVER);
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
        var preferred = installed.isEmpty() || installed.contains(usual) ? usual : installed.getFirst();
        return new ModelMenu(choices, preferred, Source.LIBRARY);
    }

    /** The same with another model preferred. */
    ModelMenu preferring(String model) {
        return new ModelMenu(choices, model, source);
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
    String planner(ModelProvider provider, String model) {
        var planner = provider.plannerModel();
        return switch (source) {
            case CATALOG -> planner;
            // one model in memory is enough
            case LIBRARY -> model;
            case SERVER -> find(choices.stream().map(Choice::name), planner).orElse(model);
        };
    }

    /** The model among those of a server, which may have a tag behind its name. */
    private static Optional<String> find(Stream<String> names, String model) {
        return names.filter(name -> name.equals(model) || name.startsWith(model + ":"))
                .findFirst();
    }
}
