package ai.zavora.surface.cli.setup;

import ai.zavora.base.config.Secret;
import ai.zavora.base.config.Settings;
import ai.zavora.base.error.ZavoraException;
import ai.zavora.base.text.Redaction;
import ai.zavora.core.llm.ModelProvider;
import ai.zavora.core.llm.ProbeResult;
import ai.zavora.core.llm.ProbeResult.Standing;
import ai.zavora.core.llm.RouteResolver;
import java.util.List;
import java.util.Optional;

/** The questions for the way to a provider, each answer tried out: its key, or where its server is. */
final class AccessQuestions {

    /** Where a server listens when nothing is configured. */
    static final String OLLAMA = "http://localhost:11434";

    private final Settings settings;
    private final SetupMeans means;
    private final Dialogue dialogue;
    private final Verification verification;

    AccessQuestions(Settings settings, SetupMeans means, Dialogue dialogue) {
        this.settings = settings;
        this.means = means;
        this.dialogue = dialogue;
        this.verification = new Verification(settings, means);
    }

    /**
     * The way to a provider.
     *
     * @param newKey to keep; empty when the one there is stays, or none is needed
     * @param host where an Ollama server is
     * @param models to choose from
     */
    record Access(Optional<Secret> newKey, Optional<String> host, ModelMenu models) {}

    Access ask(ModelProvider provider) throws InterruptedException {
        if (provider.credentialVariable().isPresent()) {
            return key(provider);
        }
        return provider.id().equals(RouteResolver.LOCAL)
                ? new Access(Optional.empty(), Optional.empty(), ModelMenu.ofLibrary(provider, means.library()))
                : host(provider);
    }

    /** The question for a key. */
    static String keyOf(ModelProvider provider) {
        return "Key for " + provider.displayName() + " (does not show):";
    }

    private Access key(ModelProvider provider) throws InterruptedException {
        var existing = means.credentials().access(provider).apiKey();
        if (existing.isPresent()) {
            dialogue.say("There is a key for " + provider.displayName() + " from "
                    + means.credentials().source(provider).orElseThrow() + ": "
                    + Masking.of(existing.get().reveal()) + ". Enter alone keeps it.");
        }
        while (true) {
            var typed = dialogue.askHidden(keyOf(provider));
            if (typed.isEmpty() && existing.isEmpty()) {
                dialogue.say("A key is needed to go on. Ctrl-C leaves and changes nothing.");
                continue;
            }
            if (typed.indexOf('\n') >= 0) {
                dialogue.say("More than one line came; none of them was taken. A key is a single line.");
                continue;
            }
            Optional<Secret> newKey;
            try {
                newKey = Optional.of(typed).filter(text -> !text.isEmpty()).map(text -> Keys.of(text, provider));
            } catch (ZavoraException e) {
                dialogue.say(e.getMessage() + " " + e.hint());
                continue;
            }
            dialogue.say("Trying the key …");
            var result =
                    verification.withKey(provider, newKey.or(() -> existing).orElseThrow());
            if (accepted(provider, result)) {
                return new Access(newKey, Optional.empty(), ModelMenu.ofCloud(provider, offered(provider, result)));
            }
        }
    }

    /** The provider's own list of models has hundreds of names; that of a stand-in is all one can know of it. */
    private List<String> offered(ModelProvider provider, ProbeResult result) {
        return settings.provider(provider.id()).baseUrl().isPresent() ? result.models() : List.of();
    }

    private boolean accepted(ModelProvider provider, ProbeResult result) throws InterruptedException {
        var problem = Verification.problem(result);
        if (problem.isEmpty()) {
            dialogue.say(
                    provider.displayName() + " takes it (" + result.latency().toMillis() + " ms).");
            return true;
        }
        dialogue.say(problem.get());
        return SetupWizard.isYes(dialogue.ask(
                result.credential() == Standing.REFUSED
                        ? "Keep this key all the same? [y/N]"
                        : "The key could not be verified. Go on with it unverified? [y/N]"));
    }

    private Access host(ModelProvider provider) throws InterruptedException {
        var known = settings.provider(provider.id()).baseUrl().orElse(OLLAMA);
        while (true) {
            var typed = dialogue.ask(
                    "Address of the " + provider.displayName() + " server [" + Redaction.address(known) + "]:");
            var host = typed.isEmpty() ? known : typed;
            try {
                var result = verification.at(provider, host);
                var problem = Verification.problem(result);
                problem.ifPresent(dialogue::say);
                if (problem.isEmpty() || SetupWizard.isYes(dialogue.ask("Use this address all the same? [y/N]"))) {
                    return new Access(
                            Optional.empty(), Optional.of(host), ModelMenu.ofOllama(provider, Optional.of(result)));
                }
            } catch (ZavoraException e) {
                dialogue.say(e.getMessage() + " " + e.hint());
            }
        }
    }
}
