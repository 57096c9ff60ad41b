package ai.zavora.surface.cli.setup;

import ai.zavora.base.config.Secret;
import ai.zavora.core.llm.ModelProvider;
import ai.zavora.core.llm.ModelRoute;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What a profile is to become.
 *
 * @param target the provider and its models; empty to leave the choice to the program
 * @param newKey a key to keep; empty when the one there is stays, or none is needed
 */
record SetupPlan(Optional<Target> target, Optional<Secret> newKey) {

    /**
     * Where requests will go.
     *
     * @param model of the worker
     * @param plannerModel of the planner
     * @param host where an Ollama server is; empty for other providers
     */
    record Target(ModelProvider provider, String model, String plannerModel, Optional<String> host) {
        ModelRoute route() {
            return new ModelRoute(provider.id(), model);
        }
    }

    /** The key to keep, where it is that provider's. */
    Optional<Secret> newKeyOf(ModelProvider provider) {
        return newKey.filter(_ -> target.orElseThrow().provider().id().equals(provider.id()));
    }

    /** The keys of the profile to set, and with an empty value those to remove. A key of a provider is never among them. */
    Map<String, Optional<String>> profileChanges() {
        var changes = new LinkedHashMap<String, Optional<String>>();
        var provider = target.map(chosen -> chosen.provider().id());
        changes.put("provider", Optional.of(provider.orElse("auto")));
        changes.put("model", target.map(Target::model));
        changes.put("worker_provider", provider);
        changes.put("worker_model", target.map(Target::model));
        changes.put("planner_provider", provider);
        changes.put("planner_model", target.map(Target::plannerModel));
        if (target.isEmpty() || target.get().host().isPresent()) {
            changes.put("ollama_host", target.flatMap(Target::host));
        }
        return changes;
    }
}
