package ai.zavora.surface.cli.setup;

import ai.zavora.base.config.Secret;
import ai.zavora.base.config.Settings;
import ai.zavora.base.error.ErrorKind;
import ai.zavora.base.error.ZavoraException;
import ai.zavora.base.text.KeyLike;
import ai.zavora.core.llm.ModelException;
import ai.zavora.core.llm.ModelProvider;
import ai.zavora.core.llm.ModelRoute;
import ai.zavora.core.llm.ProbeResult;
import ai.zavora.core.llm.ProbeResult.Reach;
import ai.zavora.core.llm.ProbeResult.Standing;
import ai.zavora.core.llm.RouteResolver;
import ai.zavora.surface.cli.setup.SetupPlan.Target;
import java.util.List;
import java.util.Optional;

/** Makes a plan of what the command line says, without a question. */
final class UnattendedSetup {

    /** Whether keys and addresses are tried out. */
    enum Check {
        PROBE,
        NONE
    }

    /**
     * A plan and what is known of it.
     *
     * @param probe the outcome of trying it out; empty when it was not
     */
    record Planned(SetupPlan plan, Optional<ProbeResult> probe) {}

    private final Settings settings;
    private final SetupMeans means;
    private final Check check;
    private final Verification verification;

    UnattendedSetup(Settings settings, SetupMeans means, Check check) {
        this.settings = settings;
        this.means = means;
        this.check = check;
        this.verification = new Verification(settings, means);
    }

    /**
     * The plan.
     *
     * @param chosen empty to leave the choice to the program
     * @param newKey the key to keep, of a provider that takes one; empty to stay with the one there is
     * @throws ZavoraException INPUT when something is missing or does not fit; PROVIDER when the provider refuses the key
     *     or cannot be reached
     */
    Planned plan(Optional<ModelProvider> chosen, Optional<Secret> newKey) throws InterruptedException {
        var takesKey = chosen.flatMap(ModelProvider::credentialVariable).isPresent();
        if (chosen.isEmpty()) {
            return new Planned(new SetupPlan(Optional.empty(), Optional.empty()), Optional.empty());
        }
        var provider = chosen.get();
        if (takesKey) {
            return cloud(provider, newKey);
        }
        return provider.id().equals(RouteResolver.LOCAL)
                ? planned(provider, ModelMenu.ofLibrary(provider, means.library()), Optional.empty(), Optional.empty())
                : server(provider);
    }

    private Planned cloud(ModelProvider provider, Optional<Secret> newKey) throws InterruptedException {
        var key = newKey.isPresent()
                ? newKey
                : means.credentials().access(provider).apiKey();
        if (key.isEmpty()) {
            throw new ZavoraException(
                    ErrorKind.INPUT,
                    "There is no key for " + provider.displayName() + ".",
                    "Give it on standard input with --key-stdin, or set "
                            + provider.credentialVariable().orElseThrow() + ".");
        }
        var probe = check == Check.PROBE
                ? Optional.of(required(
                        newKey.isPresent()
                                ? verification.withKey(provider, newKey.get())
                                : verification.withItsKey(provider),
                        newKey))
                : Optional.<ProbeResult>empty();
        var menu = ModelMenu.ofCloud(provider, List.of());
        var planned = planned(provider, menu, Optional.empty(), probe);
        return new Planned(new SetupPlan(planned.plan().target(), newKey), probe);
    }

    private Planned server(ModelProvider provider) throws InterruptedException {
        var host = settings.provider(provider.id()).baseUrl().orElse(AccessQuestions.OLLAMA);
        var probe = check == Check.PROBE
                ? Optional.of(required(verification.at(provider, host), Optional.empty()))
                : Optional.<ProbeResult>empty();
        return planned(provider, ModelMenu.ofOllama(provider, probe), Optional.of(host), probe);
    }

    private Planned planned(
            ModelProvider provider, ModelMenu menu, Optional<String> host, Optional<ProbeResult> probe) {
        var told = settings.model().worker();
        var model = told.provider().equals(provider.id()) ? told.model().orElse(menu.preferred()) : menu.preferred();
        if (KeyLike.test(model)) {
            throw new ZavoraException(
                    ErrorKind.INPUT,
                    "What is given as the model looks like a key, and is not kept.",
                    "Give the model's name with --model, and the key on standard input with --key-stdin.");
        }
        means.modelCheck().accept(new ModelRoute(provider.id(), model));
        var target = new Target(provider, model, menu.planner(provider, model), host);
        return new Planned(new SetupPlan(Optional.of(target), Optional.empty()), probe);
    }

    /** Nothing is saved that was refused or could not be tried; an answer that says nothing of the key is let pass. */
    private static ProbeResult required(ProbeResult result, Optional<Secret> newKey) {
        var refused = result.credential() == Standing.REFUSED;
        if (refused || result.reach() == Reach.UNREACHED) {
            throw result.failure()
                    .map(ModelException::toZavora)
                    .map(e -> new ZavoraException(
                            e.kind(),
                            e.wording().then("Nothing was saved."),
                            // the provider's own hint is for a key that is set somewhere
                            (refused && newKey.isPresent() ? "Check the key given on standard input." : e.hint())
                                    + " Or add --no-verify.",
                            e))
                    .orElseThrow();
        }
        return result;
    }
}
