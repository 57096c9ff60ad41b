package ai.zavora.surface.cli.setup;

import ai.zavora.base.config.Secret;
import ai.zavora.base.config.Settings;
import ai.zavora.base.text.Redaction;
import ai.zavora.surface.cli.setup.SetupPlan.Target;

/** Shows a plan before it is carried out. */
record SetupSummary(Settings settings, SetupMeans means, Dialogue dialogue) {

    void show(SetupPlan plan) throws InterruptedException {
        dialogue.say("");
        row("profile", settings.profile().name() + " in " + settings.profile().file());
        if (plan.target().isEmpty()) {
            row("provider", "auto: the program takes what it finds");
            return;
        }
        var target = plan.target().get();
        row("provider", target.provider().displayName());
        row("model", target.model());
        row("planner", target.plannerModel());
        target.host().ifPresent(host -> row("server", Redaction.address(host)));
        if (target.provider().credentialVariable().isPresent()) {
            row("key", key(plan, target));
        }
    }

    private String key(SetupPlan plan, Target target) throws InterruptedException {
        if (plan.newKey().isPresent()) {
            return Masking.of(plan.newKey().get().reveal())
                    + ", to be kept in the OS vault, or in a private file where there is none";
        }
        var provider = target.provider();
        return means.credentials()
                        .access(provider)
                        .apiKey()
                        .map(Secret::reveal)
                        .map(Masking::of)
                        .orElseThrow()
                + " from " + means.credentials().source(provider).orElseThrow();
    }

    private void row(String name, String value) {
        dialogue.say("  %-9s %s".formatted(name, value));
    }
}
