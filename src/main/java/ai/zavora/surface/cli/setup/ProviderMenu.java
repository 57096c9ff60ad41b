package ai.zavora.surface.cli.setup;

import ai.zavora.base.config.Settings;
import ai.zavora.core.llm.ModelLibrary;
import ai.zavora.core.llm.ModelProvider;
import ai.zavora.core.llm.RouteResolver;
import java.util.Optional;

/** The question for the provider, with what is known of each. */
final class ProviderMenu {
    private final Settings settings;
    private final SetupMeans means;
    private final Dialogue dialogue;

    ProviderMenu(Settings settings, SetupMeans means, Dialogue dialogue) {
        this.settings = settings;
        this.means = means;
        this.dialogue = dialogue;
    }

    /** The provider; empty when the person skips the choice. */
    Optional<ModelProvider> ask() throws InterruptedException {
        var providers = means.providers();
        var current = settings.model().worker().provider();
        dialogue.say("Setup of profile '" + settings.profile().name() + "' in "
                + settings.profile().file());
        dialogue.say("Which provider is to answer? * marks the one in use.");
        var preferred = Optional.<Integer>empty();
        for (var i = 0; i < providers.size(); i++) {
            var provider = providers.get(i);
            var inUse = provider.id().equals(current);
            if (inUse) {
                preferred = Optional.of(i + 1);
            }
            dialogue.say("%s %d  %-10s %s"
                    .formatted(inUse ? "*" : " ", i + 1, provider.displayName(), note(provider))
                    .stripTrailing());
        }
        dialogue.say("%s s  skip: the program takes what it finds".formatted(current.equals("auto") ? "*" : " "));
        return answer(preferred);
    }

    private Optional<ModelProvider> answer(Optional<Integer> preferred) throws InterruptedException {
        var shown = preferred.map(number -> " [" + number + "]").orElse("");
        while (true) {
            var answer = dialogue.ask("Provider" + shown + ":");
            var word = answer.isEmpty() ? preferred.map(String::valueOf).orElse("") : answer;
            if (word.equalsIgnoreCase("s")) {
                return Optional.empty();
            }
            var found = found(word);
            if (found.isPresent()) {
                return found;
            }
            dialogue.say("Write a number from 1 to " + means.providers().size() + ", or s.");
        }
    }

    private Optional<ModelProvider> found(String word) {
        if (word.matches("\\d{1,2}")) {
            var number = Integer.parseInt(word);
            return number >= 1 && number <= means.providers().size()
                    ? Optional.of(means.providers().get(number - 1))
                    : Optional.empty();
        }
        return means.providers().stream()
                .filter(provider -> provider.id().equalsIgnoreCase(word))
                .findFirst();
    }

    private String note(ModelProvider provider) throws InterruptedException {
        if (provider.credentialVariable().isPresent()) {
            return means.credentials()
                    .source(provider)
                    .map(source -> "key from " + source)
                    .orElse("");
        }
        if (provider.id().equals(RouteResolver.LOCAL)) {
            var installed = means.library().installed().stream()
                    .map(ModelLibrary.Installed::name)
                    .toList();
            return "runs in this program, no key; "
                    + (installed.isEmpty()
                            ? "no model is installed yet"
                            : "installed: " + String.join(", ", installed));
        }
        var glance = new Verification(settings, means).glance(provider);
        return glance.usable()
                ? "a server answers, models: " + glance.models().size()
                : "no server answers at the moment";
    }
}
