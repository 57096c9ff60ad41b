package ai.zavora.app.doctor;

import ai.zavora.adapter.provider.local.LocalProbe;
import ai.zavora.base.config.ProviderSettings;
import ai.zavora.base.config.RouteChoice;
import ai.zavora.base.error.ErrorKind;
import ai.zavora.base.error.ZavoraException;
import ai.zavora.base.network.HeaderValue;
import ai.zavora.base.text.ShellWords;
import ai.zavora.core.credential.Credentials;
import ai.zavora.core.credential.VaultProblem;
import ai.zavora.core.diagnosis.Finding;
import ai.zavora.core.llm.ModelException;
import ai.zavora.core.llm.ModelProvider;
import ai.zavora.core.llm.ModelRoute;
import ai.zavora.core.llm.ProbeResult;
import ai.zavora.core.llm.ProviderProbe;
import ai.zavora.core.llm.RouteResolver;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;

/** Which model would answer, which keys there are and, when asked, whether providers take them. */
public final class ProviderChecks {
    private static final String AREA = "providers";
    private static final String KEPT = "kept keys";
    private static final String UNLOCK = "Unlock the vault, or set the variable of the key that is needed.";

    private final List<ModelProvider> providers;
    private final Credentials credentials;
    private final Consumer<ModelRoute> checked;

    /** @param checked throws what a turn would end with whose model cannot be the provider's */
    public ProviderChecks(List<ModelProvider> providers, Credentials credentials, Consumer<ModelRoute> checked) {
        this.providers = providers;
        this.credentials = credentials;
        this.checked = checked;
    }

    /**
     * The route in effect and the keys at hand, without the network. That kept keys cannot be read, or that a vault cannot
     * be asked for them, is worth a warning where the route needs none of them.
     *
     * @param choice what the settings ask for
     * @param route where that leads, as far as it is known without the network
     * @throws ZavoraException when the keys that are kept cannot be read, and the route needs one
     */
    public List<Finding> keys(RouteChoice choice, Optional<ModelRoute> route) throws InterruptedException {
        var findings = new ArrayList<Finding>();
        findings.add(route(choice, route));
        var unread = Optional.<ZavoraException>empty();
        for (var provider : providers) {
            if (provider.credentialVariable().isPresent()) {
                try {
                    findings.add(key(provider, uses(route, provider)));
                } catch (ZavoraException e) {
                    // the same for each provider, so it is told once
                    unread = Optional.of(e);
                }
            }
        }
        unread.ifPresent(e -> findings.add(Finding.warn(AREA, KEPT, e.getMessage(), e.hint())));
        unasked().ifPresent(problem -> findings.add(Finding.warn(AREA, KEPT, problem.told(), UNLOCK)));
        return findings;
    }

    /** Why the vault could not be asked: the same for each provider that was looked up. */
    private Optional<VaultProblem> unasked() {
        return providers.stream()
                .flatMap(provider -> credentials.vaultProblem(provider).stream())
                .findFirst();
    }

    private Finding key(ModelProvider provider, boolean used) throws InterruptedException {
        var name = provider.id() + " key";
        var source = credentials.source(provider);
        if (source.isEmpty()) {
            var unknown = credentials.vaultProblem(provider).isPresent();
            return Finding.ok(AREA, name, unknown ? "unknown: a vault may keep it that could not be asked" : "none");
        }
        var key = credentials.access(provider).apiKey();
        if (key.filter(secret -> !HeaderValue.isSendable(secret.reveal())).isEmpty()) {
            return Finding.ok(AREA, name, "set (" + source.get() + ")");
        }
        var seen = "set (" + source.get() + "), but it holds a character that no request can carry";
        var advice = "Set it again without line breaks, other control characters and letters beyond ASCII.";
        return used
                ? Finding.fail(new Finding.Place(AREA, name), ErrorKind.INPUT, seen, advice)
                : Finding.warn(AREA, name, seen, advice);
    }

    private Finding route(RouteChoice choice, Optional<ModelRoute> route) throws InterruptedException {
        if (route.isEmpty()) {
            return Finding.warn(
                    AREA,
                    "model",
                    "no provider has a key" + VaultProblem.andTold(unasked())
                            + ", and no local model is installed; a running Ollama would be found at use",
                    "Run 'zavora-cli setup', set a provider's key, or 'zavora-cli models pull gemma-3-270m'.");
        }
        var seen = route.get().provider() + "/" + route.get().model();
        for (var provider : providers) {
            var needsKey =
                    uses(route, provider) && provider.credentialVariable().isPresent();
            if (needsKey && credentials.source(provider).isEmpty()) {
                var unasked = credentials.vaultProblem(provider);
                return Finding.fail(
                        new Finding.Place(AREA, "model"),
                        ErrorKind.PROVIDER,
                        seen + " is asked for, but there is no key for " + provider.displayName()
                                + VaultProblem.andTold(unasked),
                        (unasked.isPresent() ? "Unlock the vault, set " : "Set ")
                                + provider.credentialVariable().get() + ", or run 'zavora-cli setup'.");
            }
            if (uses(route, provider)) {
                var problem = problem(provider, route.get());
                if (problem.isPresent()) {
                    return problem.get();
                }
            }
        }
        return Finding.ok(AREA, "model", seen + (choice.provider().equals("auto") ? " (chosen by auto)" : ""));
    }

    /**
     * What keeps the next request from being sent at all: a model of another provider, an address that is none, a local
     * model that is not there.
     */
    private Optional<Finding> problem(ModelProvider provider, ModelRoute route) throws InterruptedException {
        var place = new Finding.Place(AREA, "model");
        var access = credentials.access(provider);
        try (var _ = provider.opener().apply(access)) {
            checked.accept(route);
            return provider.id().equals(RouteResolver.LOCAL)
                    ? LocalProbe.problem(access, route.model())
                            .map(failure ->
                                    Finding.fail(place, ErrorKind.PROVIDER, failure.getMessage(), failure.hint()))
                    : Optional.empty();
        } catch (ZavoraException e) {
            return Optional.of(Finding.fail(place, e.kind(), e.getMessage(), e.hint()));
        }
    }

    /** Asks every provider that has a key, and the one in effect, once and all at the same time. */
    public List<Finding> probes(ProviderProbe probe, Optional<ModelRoute> route) throws InterruptedException {
        var asked = asked(route);
        var findings = new ArrayList<Finding>();
        if (route.isEmpty()) {
            var nothing = RouteResolver.nothingConfigured();
            findings.add(Finding.fail(
                    new Finding.Place(AREA, "probe"), nothing.kind(), nothing.getMessage(), nothing.hint()));
        }
        try (var pool = Executors.newVirtualThreadPerTaskExecutor()) {
            try {
                var answers = new ArrayList<Future<Finding>>();
                for (var each : asked) {
                    var access = credentials.access(each.provider());
                    answers.add(pool.submit(() -> probed(each, looked(probe, each, access))));
                }
                for (var i = 0; i < answers.size(); i++) {
                    findings.add(answer(asked.get(i).provider(), answers.get(i)));
                }
            } finally {
                pool.shutdownNow();
            }
        }
        return findings;
    }

    /** A server is asked; what runs in the process is its model's file. */
    private static ProbeResult looked(ProviderProbe probe, Asked asked, ProviderSettings access)
            throws InterruptedException {
        var local = asked.route().filter(route -> route.provider().equals(RouteResolver.LOCAL));
        return local.isPresent() ? LocalProbe.look(access, local.get().model()) : probe.probe(asked.provider(), access);
    }

    /**
     * A provider to ask.
     *
     * @param route the one in effect, if it leads to this provider
     */
    private record Asked(ModelProvider provider, Optional<ModelRoute> route) {
        boolean used() {
            return route.isPresent();
        }
    }

    private List<Asked> asked(Optional<ModelRoute> route) throws InterruptedException {
        var asked = new ArrayList<Asked>();
        for (var provider : providers) {
            var used = route.filter(known -> known.provider().equals(provider.id()));
            if (used.isPresent() || hasKey(provider)) {
                asked.add(new Asked(provider, used));
            }
        }
        return asked;
    }

    private boolean hasKey(ModelProvider provider) throws InterruptedException {
        try {
            return provider.credentialVariable().isPresent()
                    && credentials.source(provider).isPresent();
        } catch (ZavoraException e) {
            // the look at the keys told of it
            return false;
        }
    }

    private static boolean uses(Optional<ModelRoute> route, ModelProvider provider) {
        return route.filter(known -> known.provider().equals(provider.id())).isPresent();
    }

    private static Finding answer(ModelProvider provider, Future<Finding> answer) throws InterruptedException {
        try {
            return answer.get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof ZavoraException failure) {
                return Finding.fail(place(provider), failure.kind(), failure.getMessage(), failure.hint());
            }
            throw new IllegalStateException("a probe failed unexpectedly", e.getCause());
        }
    }

    private static Finding.Place place(ModelProvider provider) {
        return new Finding.Place(AREA, provider.id() + " probe");
    }

    private static Finding probed(Asked asked, ProbeResult result) {
        var provider = asked.provider();
        if (result.usable()) {
            var name = place(provider).name();
            return unlisted(asked, result)
                    .orElseGet(() -> Finding.ok(
                            AREA, name, "answered in " + result.latency().toMillis() + " ms"));
        }
        var failure = result.failure().map(ModelException::getMessage).orElse("no proper answer");
        var hint = result.failure().map(ModelException::hint).orElse("Check the key and the address.");
        return asked.used() && !passes(result)
                ? Finding.fail(place(provider), ErrorKind.PROVIDER, failure, hint)
                : Finding.warn(AREA, place(provider).name(), failure, hint);
    }

    /** Whether a provider only wants to be left alone for a while: it is the right one, and may take the next request. */
    private static boolean passes(ProbeResult result) {
        return result.failure()
                .filter(failure -> failure.reason() == ModelException.Reason.RATE_LIMITED)
                .isPresent();
    }

    /** An Ollama server tells all the models it has; a request for another fails. */
    private static Optional<Finding> unlisted(Asked asked, ProbeResult result) {
        return asked.route()
                .filter(route -> route.provider().equals("ollama"))
                .map(ModelRoute::model)
                .filter(model -> result.models().stream()
                        .noneMatch(name -> name.equals(model) || name.equals(model + ":latest")))
                .map(model -> Finding.fail(
                        place(asked.provider()),
                        ErrorKind.PROVIDER,
                        "answered, but has no model " + model,
                        "Run `ollama pull " + ShellWords.word(model)
                                + "` where the server is, or choose another with --model."));
    }
}
