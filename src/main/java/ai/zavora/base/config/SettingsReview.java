package ai.zavora.base.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Looks over settings for what people should know. */
final class SettingsReview {
    private final Settings settings;
    private final Layers layers;
    private final ProfileSettings profile;

    SettingsReview(Settings settings, Layers layers, ProfileSettings profile) {
        this.settings = settings;
        this.layers = layers;
        this.profile = profile;
    }

    List<String> warnings() {
        var warnings = new ArrayList<String>();
        var routes = Routes.all(layers);
        warnings.addAll(routes.notices());
        plaintextKey(routes, warnings);
        withoutEffect(warnings);
        warnings.addAll(new OtlpVariables(layers).warnings());
        return warnings;
    }

    private void plaintextKey(Routes routes, List<String> warnings) {
        if (layers.find(AccessOptions.API_KEY).isEmpty()) {
            return;
        }
        var given = GivenOptions.ofProfile(settings, Set.of(Layer.FLAG, Layer.ENVIRONMENT));
        warnings.add("api_key in profile '" + profile.name() + "' of " + profile.file()
                + " is a key in plain text; `zavora-cli" + given.text() + " setup` moves it to a safer place");
        if (routes.ofProfile().filter(provider -> !provider.equals("auto")).isEmpty()) {
            warnings.add("that api_key is not used, because the profile does not name the provider it is for");
        }
    }

    private void withoutEffect(List<String> warnings) {
        var names = new ArrayList<String>();
        for (var option : ReservedOptions.ALL) {
            var given = layers.find(option).filter(setting -> setting.layer() != Layer.DEFAULT);
            // other programs read RUST_LOG, so its presence says nothing about ours
            if (given.isPresent() && !option.equals(ReservedOptions.LOG_FILTER)) {
                names.add(option.name());
            }
        }
        if (!names.isEmpty()) {
            warnings.add("set, but without effect in this version: " + String.join(", ", names));
        }
    }
}
