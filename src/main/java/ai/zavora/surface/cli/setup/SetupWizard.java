package ai.zavora.surface.cli.setup;

import ai.zavora.base.config.Settings;
import ai.zavora.base.error.ZavoraException;
import ai.zavora.base.text.ControlFilter;
import ai.zavora.base.text.KeyLike;
import ai.zavora.core.llm.ModelProvider;
import ai.zavora.core.llm.ModelRoute;
import ai.zavora.surface.cli.setup.SetupPlan.Target;
import java.util.Optional;

/** Asks a person, step by step. Changes nothing: what comes out is a plan. */
final class SetupWizard {
    private final Settings settings;
    private final SetupMeans means;
    private final Dialogue dialogue;
    private final Optional<ModelProvider> given;

    /** @param given the provider, where the command line names it */
    SetupWizard(Settings settings, SetupMeans means, Dialogue dialogue, Optional<ModelProvider> given) {
        this.settings = settings;
        this.means = means;
        this.dialogue = dialogue;
        this.given = given;
    }

    /** Asks until the person agrees to a plan. */
    SetupPlan ask() throws InterruptedException {
        while (true) {
            var plan = once();
            new SetupSummary(settings, means, dialogue).show(plan);
            var answer = dialogue.ask("Save this? [Y/n]");
            if (answer.isEmpty() || isYes(answer)) {
                return plan;
            }
            dialogue.say("From the beginning, then; nothing was changed. Ctrl-C leaves.");
        }
    }

    static boolean isYes(String answer) {
        return answer.equalsIgnoreCase("y") || answer.equalsIgnoreCase("yes");
    }

    private SetupPlan once() throws InterruptedException {
        var chosen = given.isPresent() ? given : new ProviderMenu(settings, means, dialogue).ask();
        if (chosen.isEmpty()) {
            return new SetupPlan(Optional.empty(), Optional.empty());
        }
        var provider = chosen.get();
        var access = new AccessQuestions(settings, means, dialogue).ask(provider);
        var menu = current(provider)
                .map(model -> access.models().preferring(model))
                .orElse(access.models());
        var model = model(provider, menu);
        var planner = access.models().planner(provider, model);
        return new SetupPlan(Optional.of(new Target(provider, model, planner, access.host())), access.newKey());
    }

    /** The model that is set for the provider already. */
    private Optional<String> current(ModelProvider provider) {
        var worker = settings.model().worker();
        return worker.provider().equals(provider.id()) ? worker.model() : Optional.empty();
    }

    private String model(ModelProvider provider, ModelMenu menu) throws InterruptedException {
        dialogue.say("Models of " + provider.displayName() + ":");
        for (var i = 0; i < menu.choices().size(); i++) {
            var choice = menu.choices().get(i);
            var note = choice.note().isEmpty() ? "" : "  " + choice.note();
            dialogue.say("%4d  %s%s".formatted(i + 1, ControlFilter.line(choice.name()), note));
        }
        while (true) {
            var model = menu.chosen(dialogue.ask("Model, a number or any name [" + menu.preferred() + "]:"));
            if (model.isEmpty() || !model.equals(ControlFilter.line(model))) {
                dialogue.say("There is no such number; write one of the menu, or a model's name.");
                continue;
            }
            if (KeyLike.test(model)) {
                dialogue.say("That looks like a key, not like a model's name, and is not kept.");
                continue;
            }
            try {
                means.modelCheck().accept(new ModelRoute(provider.id(), model));
                return model;
            } catch (ZavoraException e) {
                dialogue.say(e.getMessage() + " " + e.hint());
            }
        }
    }
}
