package ai.zavora.surface.cli.setup;

import ai.zavora.base.config.GivenOptions;
import ai.zavora.base.config.Layer;
import ai.zavora.base.config.Settings;
import ai.zavora.base.json.JsonValue;
import ai.zavora.base.text.Redaction;
import ai.zavora.core.credential.CredentialStore.Saved;
import ai.zavora.core.llm.ProbeResult;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * What a setup did, for people and for programs. Holds no key.
 *
 * @param probe the outcome of trying it out; empty when nothing was tried, or a person saw it
 * @param keySource where the key comes from now; empty when none is needed
 * @param notices what people should know, a sentence each
 */
public record SetupReport(
        Settings settings,
        SetupPlan plan,
        Optional<ProbeResult> probe,
        Optional<Saved> saved,
        Optional<String> keySource,
        List<String> notices) {

    public SetupReport {
        notices = List.copyOf(notices);
    }

    /** For people. */
    public String text() {
        var provider = plan.target().map(target -> target.provider().displayName() + ", " + target.model());
        var text = new StringBuilder("Profile '" + settings.profile().name() + "' in "
                + settings.profile().file() + " is set up: " + provider.orElse("auto") + ".\n");
        saved.ifPresent(key ->
                text.append("The key is in the ").append(key.place().words()).append(".\n"));
        probe.filter(result -> !result.usable()).ifPresent(result -> text.append("It could not be verified: ")
                .append(Verification.problem(result).orElse(""))
                .append("\n"));
        var given = GivenOptions.ofProfile(settings, Set.of(Layer.FLAG)).text();
        return text.append("Try it: zavora-cli" + given + " ask \"Hello\"\n").toString();
    }

    /** For programs. */
    public JsonValue.Obj json() {
        var target = plan.target();
        return JsonValue.object()
                .put("profile", settings.profile().name())
                .put("config_path", settings.profile().file().toString())
                .put("provider", target.map(it -> it.provider().id()).orElse("auto"))
                .putOrNull("model", target.map(SetupPlan.Target::model))
                .putOrNull("planner_model", target.map(SetupPlan.Target::plannerModel))
                .putOrNull("ollama_host", target.flatMap(SetupPlan.Target::host).map(Redaction::address))
                .putOrNull("key_saved_to", saved.map(key -> key.place().name().toLowerCase(Locale.ROOT)))
                .putOrNull("key_source", keySource)
                .put(
                        "verified",
                        probe.map(result -> result.usable() ? "yes" : "unclear").orElse("no"))
                .putOrNull(
                        "verification_problem",
                        probe.filter(result -> !result.usable()).flatMap(Verification::problem))
                .put(
                        "notices",
                        JsonValue.array(notices.stream().map(JsonValue::of).toList()))
                .build();
    }
}
