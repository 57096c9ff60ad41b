package ai.zavora.base.config;

import ai.zavora.base.text.ShellWords;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Options that were given, to be repeated in a command line that is shown, so that it means the same database or session.
 *
 * @param text for a shell, with a blank before each; empty when none was given
 * @param addressHidden whether {@value #HIDDEN_ADDRESS} stands in it for an address that is not to be shown
 */
public record GivenOptions(String text, boolean addressHidden) {
    /**
     * How commands about the session database begin in advice, whatever the settings say: without options sessions are
     * kept in memory. Whoever shows the advice puts behind it which database is meant ({@link #in}).
     */
    public static final String DATABASE_COMMAND = "zavora-cli --session-backend sqlite";

    /** None. */
    public static final GivenOptions NONE = new GivenOptions("", false);

    private static final String HIDDEN_ADDRESS = "sqlite://PATH";
    private static final String ADDRESS = "--session-db-url";
    private static final List<String> OF_PROFILE = List.of("--config-path", "--profile");
    private static final List<String> OF_DATABASE = Stream.concat(
                    OF_PROFILE.stream(), Stream.of("--session-backend", ADDRESS))
            .toList();
    private static final List<String> OF_ADVICE =
            Stream.concat(OF_PROFILE.stream(), Stream.of(ADDRESS)).toList();
    private static final List<String> OF_SESSION = Stream.concat(
                    OF_DATABASE.stream(), Stream.of("--app-name", "--user-id"))
            .toList();

    /**
     * Those that decide which profile is meant.
     *
     * @param layers where they were given
     */
    public static GivenOptions ofProfile(Settings settings, Set<Layer> layers) {
        return of(settings, OF_PROFILE, layers);
    }

    /**
     * Those that decide which database is meant.
     *
     * @param layers where they were given
     */
    public static GivenOptions ofDatabase(Settings settings, Set<Layer> layers) {
        return of(settings, OF_DATABASE, layers);
    }

    /**
     * Those that decide which database is meant, apart from the backend, for {@link #in}: flags, and variables, which may
     * have been set for one command alone.
     */
    public static GivenOptions ofAdvice(Settings settings) {
        return of(settings, OF_ADVICE, Set.of(Layer.FLAG, Layer.ENVIRONMENT));
    }

    /**
     * Advice whose commands about the session database mean the one that these options name.
     *
     * @param advice in which such commands begin with {@link #DATABASE_COMMAND}
     */
    public String in(String advice) {
        if (text.isEmpty() || !advice.contains(DATABASE_COMMAND)) {
            return advice;
        }
        return advice.replace(DATABASE_COMMAND, DATABASE_COMMAND + text)
                + (addressHidden ? " PATH stands for that of this database." : "");
    }

    /**
     * Those that decide where a session is looked for.
     *
     * @param layers where they were given
     */
    public static GivenOptions ofSession(Settings settings, Set<Layer> layers) {
        return of(settings, OF_SESSION, layers);
    }

    private static GivenOptions of(Settings settings, List<String> flags, Set<Layer> layers) {
        var words = new ArrayList<String>();
        var hides = false;
        for (var flag : flags) {
            var given = settings.find(Options.ofFlag(flag).orElseThrow())
                    .filter(setting -> layers.contains(setting.layer()));
            if (given.isPresent()) {
                var value = given.get().text();
                var hidden = settings.run().sensitive() == RunSettings.Sensitive.HIDDEN && flag.equals(ADDRESS);
                hides |= hidden;
                words.add(" " + flag + " " + ShellWords.word(hidden ? HIDDEN_ADDRESS : value));
            }
        }
        return new GivenOptions(String.join("", words), hides);
    }
}
