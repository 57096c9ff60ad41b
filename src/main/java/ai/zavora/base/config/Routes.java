package ai.zavora.base.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Decides between the providers and models of all layers.
 *
 * <p>A model belongs to the provider it was written for: when a stronger layer names another provider, a model of a
 * weaker one is left out, so that no provider is ever asked for a model of another.
 */
final class Routes {
    private final Layers layers;
    private final List<String> notices = new ArrayList<>();
    private final List<Setting> leftOut = new ArrayList<>();

    Routes(Layers layers) {
        this.layers = layers;
    }

    /** With every choice made, for what there is to say of them. */
    static Routes all(Layers layers) {
        var routes = new Routes(layers);
        routes.worker();
        routes.planner();
        return routes;
    }

    RouteChoice worker() {
        return choice(this::workerProvider, List.of(ModelOptions.WORKER_MODEL, ModelOptions.MODEL));
    }

    RouteChoice planner() {
        return choice(this::plannerProvider, List.of(ModelOptions.PLANNER_MODEL));
    }

    /** What people should know about the choices made so far. */
    List<String> notices() {
        return List.copyOf(notices);
    }

    /** The models that were set and that the choices made so far leave out. */
    List<Setting> leftOut() {
        return List.copyOf(leftOut);
    }

    /** The provider the profile itself names for the worker; empty when it names none. */
    Optional<String> ofProfile() {
        var setting = workerProvider(Layer.PROFILE);
        return setting.layer() == Layer.PROFILE ? Optional.of(setting.text()) : Optional.empty();
    }

    private Setting workerProvider(Layer strongest) {
        return first(strongest, List.of(ModelOptions.WORKER_PROVIDER, ModelOptions.PROVIDER))
                .orElseThrow();
    }

    private Setting plannerProvider(Layer strongest) {
        return first(strongest, List.of(ModelOptions.PLANNER_PROVIDER)).orElseGet(() -> workerProvider(strongest));
    }

    private interface ProviderOf {
        Setting from(Layer strongest);
    }

    private RouteChoice choice(ProviderOf provider, List<Option> modelOptions) {
        var chosen = provider.from(Layer.FLAG);
        var model = first(Layer.FLAG, modelOptions);
        if (model.isPresent() && !belongs(provider, chosen, model.get())) {
            notices.add("model " + OptionValues.quoted(model.get().text()) + " from "
                    + model.get().source() + " is left out, because " + chosen.source() + " names the provider '"
                    + chosen.text() + "' without a model");
            leftOut.add(model.get());
            model = Optional.empty();
        }
        return new RouteChoice(chosen.text(), chosen.layer(), model.map(Setting::text));
    }

    private static boolean belongs(ProviderOf provider, Setting chosen, Setting model) {
        return model.layer().compareTo(chosen.layer()) <= 0
                || provider.from(model.layer()).text().equals(chosen.text());
    }

    /** The first of these options that a layer gives, beginning with a layer and going on to weaker ones. */
    private Optional<Setting> first(Layer strongest, List<Option> options) {
        for (var layer : Layer.values()) {
            if (layer.compareTo(strongest) < 0) {
                continue;
            }
            for (var option : options) {
                var setting = layers.in(layer, option);
                if (setting.isPresent()) {
                    return setting;
                }
            }
        }
        return Optional.empty();
    }
}
