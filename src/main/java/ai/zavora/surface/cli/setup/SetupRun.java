package ai.zavora.surface.cli.setup;

import ai.zavora.base.config.PlainKey;
import ai.zavora.base.config.Secret;
import ai.zavora.base.config.Settings;
import ai.zavora.base.error.ErrorKind;
import ai.zavora.base.error.ZavoraException;
import ai.zavora.core.llm.ModelProvider;
import ai.zavora.core.llm.ProbeResult;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.Set;

/** One run of the setup, with or without questions. */
public final class SetupRun {

    /** What the command line says besides the settings. */
    public enum Wish {
        /** The key is on standard input. */
        KEY_FROM_STDIN,
        /** The key is typed at a terminal, which does not show it. */
        KEY_FROM_TERMINAL,
        /** Nothing is tried out. */
        NO_VERIFICATION
    }

    /** No key is longer, nor the file it stands in. */
    private static final int MOST_BYTES = 16 * 1024;

    private final Settings settings;
    private final SetupMeans means;

    public SetupRun(Settings settings, SetupMeans means) {
        this.settings = settings;
        this.means = means;
    }

    /**
     * Asks the person at a terminal and saves what was agreed.
     *
     * @param in what the person types
     * @param out where the questions go
     * @param provider its name, where the command line gives it; {@code auto} is none
     */
    public SetupReport onTerminal(InputStream in, PrintStream out, Optional<String> provider)
            throws InterruptedException {
        return withQuestions(new TerminalDialogue(in, out, means.echo()), provider);
    }

    SetupReport withQuestions(Dialogue dialogue, Optional<String> provider) throws InterruptedException {
        var given = provider.flatMap(this::named);
        var plan = new SetupWizard(settings, means, dialogue, given).ask();
        var obstacle = new SetupSaver(settings, means).obstacle(plan);
        if (obstacle.isPresent()
                && !SetupWizard.isYes(dialogue.ask(switch (obstacle.get()) {
                            case NO_PROVIDER -> "The api_key of the profile is for no provider";
                            case ANOTHER_KEPT -> "The api_key of the profile is another key than the one that is kept";
                        }
                        + " and would be removed. Remove it? [y/N]"))) {
            throw immovable(obstacle.get(), settings.plainKey().orElseThrow());
        }
        return saved(plan, Optional.empty());
    }

    private static ZavoraException immovable(SetupSaver.Obstacle obstacle, PlainKey plain) {
        return switch (obstacle) {
            case NO_PROVIDER ->
                new ZavoraException(
                        ErrorKind.INPUT,
                        "The profile holds an api_key that is for no provider, so that it cannot be kept anywhere;"
                                + " nothing was changed.",
                        "Give the profile the provider whose key it is, or take the line out, and call the setup"
                                + " again.");
            case ANOTHER_KEPT ->
                new ZavoraException(
                        ErrorKind.INPUT,
                        "The profile holds an api_key, and another key of its provider is kept already, which goes"
                                + " before it; nothing was changed.",
                        "To keep the profile's key in place of the other, give it with --provider "
                                + plain.provider().orElseThrow() + " --key-stdin; to stay with the"
                                + " other, take the api_key line out. Then call the setup again.");
        };
    }

    /**
     * Saves what the command line says.
     *
     * @param provider its name, or {@code auto} to leave the choice to the program
     * @param in where the key is read from, when it is wished so
     * @param out where a person is told to type it
     */
    public SetupReport withoutQuestions(String provider, Set<Wish> wishes, InputStream in, PrintStream out)
            throws InterruptedException {
        var check = wishes.contains(Wish.NO_VERIFICATION) ? UnattendedSetup.Check.NONE : UnattendedSetup.Check.PROBE;
        var chosen = named(provider);
        var takesKey = wishes.contains(Wish.KEY_FROM_STDIN) || wishes.contains(Wish.KEY_FROM_TERMINAL);
        if (takesKey && chosen.flatMap(ModelProvider::credentialVariable).isEmpty()) {
            throw new ZavoraException(
                    ErrorKind.INPUT,
                    chosen.map(ModelProvider::displayName).orElse("The provider 'auto'") + " takes no key.",
                    "Leave out --key-stdin, or name another provider.");
        }
        var key = Optional.<Secret>empty();
        if (takesKey) {
            var owner = chosen.orElseThrow();
            var text = wishes.contains(Wish.KEY_FROM_TERMINAL)
                    ? new TerminalDialogue(in, out, means.echo()).askHidden(AccessQuestions.keyOf(owner))
                    : piped(in);
            key = Optional.of(key(text, owner));
        }
        var planned = new UnattendedSetup(settings, means, check).plan(chosen, key);
        var obstacle = new SetupSaver(settings, means).obstacle(planned.plan());
        if (obstacle.isPresent()) {
            throw immovable(obstacle.get(), settings.plainKey().orElseThrow());
        }
        return saved(planned.plan(), planned.probe());
    }

    /**
     * Removes the key that is kept for a provider. Profiles and variables stay as they are.
     *
     * @param provider its name
     * @return what was done, a sentence
     * @throws ZavoraException INPUT, when the vault cannot be asked, so that the key may still be there, or the provider
     *     takes none
     */
    public String forget(String provider) throws InterruptedException {
        var owner = named(provider)
                .filter(known -> known.credentialVariable().isPresent())
                .orElseThrow(() -> new ZavoraException(
                        ErrorKind.INPUT,
                        "There is never a key for the provider '" + provider + "'.",
                        "Name the provider whose key is to be removed: zavora-cli setup --forget --provider openai"));
        var removed = means.credentials().delete(owner);
        if (removed.problem().isPresent()) {
            throw new ZavoraException(
                    ErrorKind.INPUT,
                    "The OS vault could not be asked, so a key may still be there: "
                            + removed.problem().get().message() + ".",
                    "Unlock the vault and try again.");
        }
        return removed.any()
                ? "The key for " + owner.displayName() + " was removed."
                : "No key was kept for " + owner.displayName() + ".";
    }

    private Optional<ModelProvider> named(String provider) {
        return provider.equals("auto") ? Optional.empty() : Optional.of(means.provider(provider));
    }

    private SetupReport saved(SetupPlan plan, Optional<ProbeResult> probe) throws InterruptedException {
        var outcome = new SetupSaver(settings, means).save(plan);
        var source = plan.target().isPresent()
                ? means.credentials().source(plan.target().get().provider())
                : Optional.<String>empty();
        return new SetupReport(settings, plan, probe, outcome.key(), source, outcome.notices());
    }

    private static String piped(InputStream in) {
        byte[] bytes;
        try {
            bytes = in.readNBytes(MOST_BYTES + 1);
        } catch (IOException e) {
            throw new ZavoraException(
                    ErrorKind.INPUT, "Standard input cannot be read.", "Pipe the key in: … | zavora-cli setup …", e);
        }
        if (bytes.length > MOST_BYTES) {
            throw noKey("What is on standard input is not a key.");
        }
        return new String(bytes, StandardCharsets.UTF_8).strip();
    }

    private static Secret key(String text, ModelProvider provider) {
        if (text.isEmpty()) {
            throw noKey("There is no key on standard input.");
        }
        return Keys.ofLines(text, provider);
    }

    private static ZavoraException noKey(String message) {
        return new ZavoraException(ErrorKind.INPUT, message, "Give the key alone, on one line.");
    }
}
