package ai.zavora.surface.cli;

import ai.zavora.base.config.RouteChoice;
import ai.zavora.base.config.Settings;
import ai.zavora.base.error.ZavoraException;
import ai.zavora.base.json.JsonValue;
import ai.zavora.base.text.Redaction;
import ai.zavora.core.credential.Credentials;
import ai.zavora.core.llm.CatalogModel;
import ai.zavora.core.llm.ModelProvider;
import ai.zavora.core.llm.ModelRoute;
import ai.zavora.core.llm.RouteResolver;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** What {@code models} has to say. Asks neither a provider nor the network. */
final class ModelsOverview {
    private final Settings settings;
    private final List<ModelProvider> providers;
    private final LocalModels local;
    private final Map<String, Role> roles = new LinkedHashMap<>();
    private final Map<String, String> keys = new LinkedHashMap<>();
    private final Set<String> keyUnknown = new HashSet<>();

    /** Who does a kind of work; no route when {@code auto} finds nothing. */
    private record Role(RouteChoice choice, Optional<ModelRoute> route) {}

    private ModelsOverview(Settings settings, List<ModelProvider> providers, LocalModels local) {
        this.settings = settings;
        this.providers = providers;
        this.local = local;
    }

    /**
     * Lists what can be read.
     *
     * @param unread told of each place that cannot be read and is not what the settings ask for
     * @throws ZavoraException when such a place decides which model is used
     */
    static ModelsOverview of(Settings settings, CliServices services, Consumer<ZavoraException> unread)
            throws InterruptedException {
        var model = settings.model();
        var asksForLocal = Stream.of(model.worker(), model.planner())
                .anyMatch(choice -> choice.provider().equals(RouteResolver.LOCAL));
        var local = asksForLocal
                ? LocalModels.of(settings, services)
                : LocalModels.asFarAsReadable(settings, services, unread);
        var overview = new ModelsOverview(settings, services.providers(settings), local);
        overview.findKeys(services.credentials(settings)).ifPresent(unread);
        overview.roles.put("worker", new Role(model.worker(), services.route(settings, model.worker())));
        var planner = model.planner();
        overview.roles.put(
                "planner",
                new Role(planner, services.route(settings, planner).map(route -> overview.planned(planner, route))));
        return overview;
    }

    /** Returns why the keys that are kept could not be read, if so. */
    private Optional<ZavoraException> findKeys(Credentials credentials) throws InterruptedException {
        var failure = Optional.<ZavoraException>empty();
        for (var provider : providers) {
            try {
                var source = credentials.source(provider);
                if (source.isPresent()) {
                    keys.put(provider.id(), source.get());
                } else if (credentials.vaultProblem(provider).isPresent()) {
                    keyUnknown.add(provider.id());
                }
            } catch (ZavoraException e) {
                keyUnknown.add(provider.id());
                failure = Optional.of(e);
            }
        }
        return failure;
    }

    /** A provider's default is another one for planning. */
    private ModelRoute planned(RouteChoice planner, ModelRoute route) {
        for (var provider : providers) {
            if (planner.model().isEmpty() && provider.id().equals(route.provider())) {
                return new ModelRoute(route.provider(), provider.plannerModel());
            }
        }
        return route;
    }

    String text() {
        var text = new StringBuilder("Roles:\n");
        var rows = new TextTable();
        for (var entry : roles.entrySet()) {
            var role = entry.getValue();
            rows.row(
                    entry.getKey(),
                    role.route().map(ModelRoute::provider).orElse(role.choice().provider()),
                    role.route().map(ModelRoute::model).orElse("none found"),
                    note(entry.getKey(), role));
        }
        rows.appendTo(text);
        if (roles.values().stream().anyMatch(role -> role.route().isEmpty())) {
            text.append("  No provider has a key and no local model is installed: set a key named below,\n")
                    .append("  start Ollama, or run 'zavora-cli models pull gemma-3-270m'.\n");
        }
        text.append("\nProviders:\n");
        providersText(text);
        for (var provider : providers) {
            catalogText(text, provider);
        }
        text.append('\n').append(local.text());
        text.append("\nUsage and quotas as the providers count them are authoritative.\n");
        return text.toString();
    }

    private String note(String name, Role role) {
        var asked = role.choice().provider().equals("auto") ? "chosen by auto" : "";
        var budget = name.equals("planner") ? "at most " + settings.model().plannerCallBudget() + " calls per run" : "";
        return asked.isEmpty() || budget.isEmpty() ? asked + budget : asked + ", " + budget;
    }

    private void providersText(StringBuilder text) {
        var rows = new TextTable();
        for (var provider : providers) {
            rows.row(provider.id(), provider.displayName(), credentialText(provider), addressText(provider));
        }
        rows.appendTo(text);
    }

    private String credentialText(ModelProvider provider) {
        if (provider.credentialVariable().isEmpty()) {
            return "needs no key";
        }
        return Optional.ofNullable(keys.get(provider.id()))
                .map(source -> "key from " + source)
                .orElse((keyUnknown.contains(provider.id()) ? "no key can be read, set " : "key missing, set ")
                        + provider.credentialVariable().get());
    }

    private String addressText(ModelProvider provider) {
        return address(provider).map(address -> "at " + address).orElse("");
    }

    private Optional<String> address(ModelProvider provider) {
        return settings.provider(provider.id()).baseUrl().map(Redaction::address);
    }

    private void catalogText(StringBuilder text, ModelProvider provider) {
        if (provider.catalog().isEmpty()) {
            return;
        }
        for (var pool : pools(provider)) {
            text.append("\nModels of ").append(provider.displayName());
            pool.ifPresent(name -> text.append(", daily pool of ").append(name).append(" tokens"));
            text.append(":\n");
            var rows = new TextTable();
            for (var model : provider.catalog()) {
                if (model.pool().equals(pool)) {
                    rows.row(model.id(), model.role(), window(model), model.description(), marks(provider, model));
                }
            }
            rows.appendTo(text);
        }
    }

    private static List<Optional<String>> pools(ModelProvider provider) {
        var pools = new ArrayList<Optional<String>>();
        for (var model : provider.catalog()) {
            if (!pools.contains(model.pool())) {
                pools.add(model.pool());
            }
        }
        return pools;
    }

    private static String window(CatalogModel model) {
        var tokens = model.contextWindow();
        return tokens >= 1_000_000 ? tokens / 1_000_000 + "M" : tokens / 1_000 + "k";
    }

    private String marks(ModelProvider provider, CatalogModel model) {
        var marks = new ArrayList<String>();
        selectedAs(provider, model).forEach(role -> marks.add("<- " + role));
        model.retiredOn().ifPresent(date -> marks.add("retired on " + date + ", cannot be chosen"));
        return String.join(", ", marks);
    }

    private List<String> selectedAs(ModelProvider provider, CatalogModel model) {
        var selected = new ArrayList<String>();
        roles.forEach((name, role) -> {
            if (role.route().equals(Optional.of(new ModelRoute(provider.id(), model.id())))) {
                selected.add(name);
            }
        });
        return selected;
    }

    JsonValue.Obj json() {
        var json = JsonValue.object();
        roles.forEach((name, role) -> json.put(name, roleJson(name, role)));
        var items = new ArrayList<JsonValue>();
        for (var provider : providers) {
            items.add(providerJson(provider));
        }
        return json.put("providers", JsonValue.array(items))
                .put("local", local.json())
                .build();
    }

    private JsonValue.Obj roleJson(String name, Role role) {
        var json = JsonValue.object()
                .put("requested_provider", role.choice().provider())
                .putOrNull("provider", role.route().map(ModelRoute::provider))
                .putOrNull("model", role.route().map(ModelRoute::model));
        if (name.equals("planner")) {
            json.put("call_budget", settings.model().plannerCallBudget());
        }
        return json.build();
    }

    private String credentialState(ModelProvider provider) {
        if (provider.credentialVariable().isEmpty()) {
            return "not_needed";
        }
        if (keyUnknown.contains(provider.id())) {
            return "unknown";
        }
        return keys.containsKey(provider.id()) ? "set" : "missing";
    }

    private JsonValue.Obj providerJson(ModelProvider provider) {
        var models = new ArrayList<JsonValue>();
        for (var model : provider.catalog()) {
            models.add(JsonValue.object()
                    .put("id", model.id())
                    .put("role", model.role())
                    .put("description", model.description())
                    .put("context_window", model.contextWindow())
                    .putOrNull("pool", model.pool())
                    .putOrNull("retired_on", model.retiredOn())
                    .put("selected_as", JsonValue.of(selectedAs(provider, model)))
                    .build());
        }
        var source = Optional.ofNullable(keys.get(provider.id()));
        return JsonValue.object()
                .put("id", provider.id())
                .put("name", provider.displayName())
                .put("credential", credentialState(provider))
                .putOrNull("credential_variable", provider.credentialVariable())
                .putOrNull("credential_source", source)
                .putOrNull("base_url_variable", provider.baseUrlVariable())
                .putOrNull("base_url", address(provider))
                .put("worker_model", provider.workerModel())
                .put("planner_model", provider.plannerModel())
                .put("models", JsonValue.array(models))
                .build();
    }
}
