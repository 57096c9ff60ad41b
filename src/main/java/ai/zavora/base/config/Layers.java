package ai.zavora.base.config;

import ai.zavora.base.error.ErrorKind;
import ai.zavora.base.error.ZavoraException;
import ai.zavora.base.json.JsonValue;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** The values of all layers, on top of each other. */
final class Layers {
    private final Sources sources;
    private final Map<Option, JsonValue> profile;
    private final String profileSource;

    /**
     * @param profile the values of the chosen profile
     * @param profileSource how people are told where those came from
     */
    Layers(Sources sources, Map<Option, JsonValue> profile, String profileSource) {
        this.sources = sources;
        this.profile = profile;
        this.profileSource = profileSource;
    }

    /** The same profile under other sources. */
    Layers from(Sources others) {
        return new Layers(others, profile, profileSource);
    }

    /** The value that counts: the strongest one, or for a list all of them together, the profile's first. */
    Optional<Setting> find(Option option) {
        if (option.type() instanceof OptionType.Texts) {
            return union(option);
        }
        for (var layer : Layer.values()) {
            var setting = in(layer, option);
            if (setting.isPresent()) {
                return setting;
            }
        }
        return Optional.empty();
    }

    /** The value in one layer alone. */
    Optional<Setting> in(Layer layer, Option option) {
        return switch (layer) {
            case FLAG -> inFlags(option);
            case ENVIRONMENT -> inEnvironment(option);
            case PROFILE ->
                Optional.ofNullable(profile.get(option)).map(value -> new Setting(value, layer, profileSource));
            case DEFAULT -> inDefaults(option);
        };
    }

    private Optional<Setting> inFlags(Option option) {
        var value = sources.flags().get(option);
        return value == null
                ? Optional.empty()
                : Optional.of(
                        new Setting(value, Layer.FLAG, option.names().flags().getLast()));
    }

    private Optional<Setting> inEnvironment(Option option) {
        for (var variable : option.names().variables()) {
            var raw = sources.environment().get(variable);
            if (raw == null || raw.isBlank()) {
                continue;
            }
            try {
                return Optional.of(new Setting(OptionValues.ofText(option, raw), Layer.ENVIRONMENT, variable));
            } catch (BadValueException e) {
                throw new ZavoraException(
                        ErrorKind.INPUT, "environment variable " + variable + ": " + e.problem(), e.hint());
            }
        }
        return Optional.empty();
    }

    private static Optional<Setting> inDefaults(Option option) {
        if (option.fallback().isEmpty()) {
            return Optional.empty();
        }
        try {
            var value = OptionValues.ofText(option, option.fallback().get());
            return Optional.of(new Setting(value, Layer.DEFAULT, ""));
        } catch (BadValueException e) {
            throw new IllegalStateException("the default of " + option.name() + " is not a value of it", e);
        }
    }

    private Optional<Setting> union(Option option) {
        var items = new LinkedHashSet<JsonValue>();
        var contributors = new ArrayList<Setting>();
        for (var layer : List.of(Layer.PROFILE, Layer.ENVIRONMENT, Layer.FLAG)) {
            in(layer, option).ifPresent(setting -> {
                // one that repeats what a weaker one gave counts: taking the item out of the other leaves it there
                if (setting.value() instanceof JsonValue.Arr array
                        && !array.items().isEmpty()) {
                    items.addAll(array.items());
                    contributors.add(setting);
                }
            });
        }
        if (contributors.isEmpty()) {
            return inDefaults(option);
        }
        var places = contributors.stream().map(Setting::source).collect(Collectors.joining(", "));
        return Optional.of(new Setting(
                new JsonValue.Arr(List.copyOf(items)), contributors.getLast().layer(), places));
    }
}
