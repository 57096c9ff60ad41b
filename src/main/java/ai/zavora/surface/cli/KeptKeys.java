package ai.zavora.surface.cli;

import ai.zavora.base.config.Option;
import ai.zavora.base.config.Options;
import ai.zavora.base.error.ZavoraException;
import ai.zavora.core.credential.Place;
import ai.zavora.core.llm.ModelProvider;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The keys that {@code setup} has kept, beside those that are settings. No store is asked where a variable has the key. */
final class KeptKeys {
    private final Map<List<String>, Kept> byVariables = new HashMap<>();

    /**
     * What is known of a kept key.
     *
     * @param value {@code set}, or {@code unknown} where the place cannot be read
     * @param place where it is, or may be
     */
    record Kept(String value, Place place) {
        /** The two for people. */
        String text() {
            return value.equals("set")
                    ? value + "  (" + place.words() + ")"
                    : value + "  (the " + place.words() + " cannot be read)";
        }
    }

    /** Looks all of them up. Why the file that keeps keys cannot be read is told once, and is no failure. */
    static KeptKeys of(Invocation invocation) throws InterruptedException {
        var keys = new KeptKeys();
        var credentials = invocation.services().credentials(invocation.settings());
        var unread = Optional.<ZavoraException>empty();
        for (var provider : invocation.services().providers(invocation.settings())) {
            try {
                var place = credentials.keptIn(provider);
                if (place.isPresent()) {
                    keys.put(provider, new Kept("set", place.get()));
                } else if (credentials.vaultProblem(provider).isPresent()) {
                    keys.put(provider, new Kept("unknown", Place.VAULT));
                }
            } catch (ZavoraException e) {
                keys.put(provider, new Kept("unknown", Place.FILE));
                unread = Optional.of(e);
            }
        }
        unread.ifPresent(e -> invocation.streams().tell("Warning: " + e.getMessage() + " " + e.hint()));
        return keys;
    }

    private void put(ModelProvider provider, Kept kept) {
        byVariables.put(Options.keyVariables(provider.id()), kept);
    }

    /** What is kept for the setting that is a provider's key; empty when nothing is, and for other settings. */
    Optional<Kept> find(Option option) {
        return Optional.ofNullable(byVariables.get(option.names().variables()));
    }
}
