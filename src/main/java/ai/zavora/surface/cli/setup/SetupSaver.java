package ai.zavora.surface.cli.setup;

import ai.zavora.base.config.PlainKey;
import ai.zavora.base.config.ProfileEdit;
import ai.zavora.base.config.Secret;
import ai.zavora.base.config.Settings;
import ai.zavora.base.error.ErrorKind;
import ai.zavora.base.error.ZavoraException;
import ai.zavora.core.credential.CredentialStore.Saved;
import ai.zavora.core.llm.ModelProvider;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Saves a plan: the key first, then the profile, and neither when the profile cannot be changed. */
final class SetupSaver {
    private final Settings settings;
    private final SetupMeans means;

    SetupSaver(Settings settings, SetupMeans means) {
        this.settings = settings;
        this.means = means;
    }

    /**
     * What was saved.
     *
     * @param key where the key went; empty when none was saved
     * @param notices what people should know, a sentence each
     */
    record Outcome(Optional<Saved> key, List<String> notices) {}

    Outcome save(SetupPlan plan) throws InterruptedException {
        var notices = new ArrayList<String>();
        var file = settings.profile().file();
        var changes = plan.profileChanges();
        var plain = settings.plainKey();
        if (plain.isPresent()) {
            changes.put("api_key", Optional.empty());
        }
        var edit = new ProfileEdit(settings.profile().name(), changes);
        edit.check(file);
        var key = plan.newKey().isPresent()
                ? Optional.of(keep(
                        plan.target().orElseThrow().provider(), plan.newKey().get(), notices))
                : Optional.<Saved>empty();
        if (plain.isPresent()) {
            rescue(plain.get(), plan, notices);
        }
        apply(edit, key);
        return new Outcome(key, notices);
    }

    private void apply(ProfileEdit edit, Optional<Saved> key) throws InterruptedException {
        try {
            edit.apply(settings.profile().file());
        } catch (ZavoraException e) {
            if (key.isEmpty()) {
                throw e;
            }
            throw new ZavoraException(
                    e.kind(),
                    e.getMessage() + " The key was saved in the "
                            + key.get().place().words() + " all the same.",
                    e.hint(),
                    e);
        }
    }

    /** Why a key in plain text of the profile cannot be moved to a safe place. */
    enum Obstacle {
        /** Nobody can tell whose it is. */
        NO_PROVIDER,
        /** Another key of its provider has that place. */
        ANOTHER_KEPT
    }

    /** What is in the way of moving the profile's key; empty when it has none, or the plan has another in its place. */
    Optional<Obstacle> obstacle(SetupPlan plan) throws InterruptedException {
        if (settings.plainKey().isEmpty()) {
            return Optional.empty();
        }
        var plain = settings.plainKey().get();
        var owner = owner(plain);
        if (owner.isEmpty()) {
            return Optional.of(Obstacle.NO_PROVIDER);
        }
        return plan.newKeyOf(owner.get()).isEmpty()
                        && means.credentials()
                                .kept(owner.get())
                                .filter(kept -> !kept.equals(plain.key()))
                                .isPresent()
                ? Optional.of(Obstacle.ANOTHER_KEPT)
                : Optional.empty();
    }

    private Optional<ModelProvider> owner(PlainKey plain) {
        return plain.provider().map(means::provider).filter(provider -> provider.credentialVariable()
                .isPresent());
    }

    private Saved keep(ModelProvider provider, Secret key, List<String> notices) throws InterruptedException {
        if (!settings.hasHome()) {
            throw new ZavoraException(
                    ErrorKind.INPUT,
                    "The key cannot be kept: HOME is not set to an absolute path, and a key must not end up in the workspace.",
                    "Set HOME, or put the key into "
                            + provider.credentialVariable().orElseThrow() + ".");
        }
        var saved = means.credentials().save(provider, key);
        saved.problem().ifPresent(problem -> notices.add("The OS vault could not be used: " + problem.message() + "."));
        if (means.credentials().inEnvironment(provider)) {
            notices.add(provider.credentialVariable().orElseThrow()
                    + " is set, too, and goes before the key that was saved.");
        }
        return saved;
    }

    /** A key in plain text leaves the profile; where it is the only one of its provider, it is kept in the store. */
    private void rescue(PlainKey plain, SetupPlan plan, List<String> notices) throws InterruptedException {
        var owner = owner(plain);
        if (owner.isEmpty()) {
            notices.add("The api_key of the profile, which was for no provider, was removed.");
            return;
        }
        var given = plan.newKeyOf(owner.get());
        var kept = given.isPresent() ? given : means.credentials().kept(owner.get());
        if (kept.isPresent()) {
            if (!kept.get().equals(plain.key())) {
                notices.add("The api_key of the profile, which was another key, was removed.");
            }
        } else {
            var saved = keep(owner.get(), plain.key(), notices);
            notices.add("The api_key of the profile was moved to the "
                    + saved.place().words() + ".");
        }
    }
}
