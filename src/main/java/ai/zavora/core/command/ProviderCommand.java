package ai.zavora.core.command;

import ai.zavora.base.error.ErrorKind;
import ai.zavora.base.error.ZavoraException;
import ai.zavora.base.text.Nearest;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** {@code /provider}: sends later turns to another provider's default model. */
final class ProviderCommand implements SlashCommand {
    @Override
    public String name() {
        return "provider";
    }

    @Override
    public String arguments() {
        return "NAME";
    }

    @Override
    public String summary() {
        return "Switch the provider; the session stays";
    }

    @Override
    public String details() {
        return "Sends later turns to that provider's default model. The session and what was said in it stay. If the"
                + " provider cannot be used, the chat stays where it is.";
    }

    @Override
    public List<String> candidates(ChatState state) {
        return state.providerNames();
    }

    @Override
    public Outcome run(Arguments arguments, ChatState state) {
        var names = String.join(" ", state.providerNames());
        var given = arguments
                .value()
                .orElseThrow(() -> new ZavoraException(
                        ErrorKind.INPUT, "/provider needs a name.", "Usage: /provider NAME, one of: " + names));
        var name = given.toLowerCase(Locale.ROOT);
        if (!state.providerNames().contains(name)) {
            var near = Nearest.to(name, state.providerNames())
                    .map(meant -> "Did you mean " + meant + "? ")
                    .orElse("");
            throw new ZavoraException(
                    ErrorKind.INPUT,
                    // in the letters in which it was given, which tell keys of some issuers
                    "There is no provider " + given + ".",
                    near + "The providers are: " + names + ". The chat stays with " + Words.route(state.route()) + ".");
        }
        return state.switchTo(name, Optional.empty());
    }
}
