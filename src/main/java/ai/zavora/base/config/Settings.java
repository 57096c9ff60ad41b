package ai.zavora.base.config;

import ai.zavora.base.error.ErrorKind;
import ai.zavora.base.error.ZavoraException;
import ai.zavora.base.json.JsonValue;
import ai.zavora.base.text.Nearest;
import java.io.File;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/** Everything the program was told, decided: each value with its origin. Immutable and safe to share. */
public final class Settings {
    private final Sources sources;
    private final Layers layers;
    private final ProfileSettings profile;

    private Settings(Sources sources, Layers layers, ProfileSettings profile) {
        this.sources = sources;
        this.layers = layers;
        this.profile = profile;
    }

    /**
     * Reads the configuration file and the environment, and checks all of it.
     *
     * @throws ZavoraException INPUT, when a value, the file or the profile's name is wrong
     */
    public static Settings load(Sources sources) {
        return load(sources, ConfigFile.Presence.REQUIRED);
    }

    /**
     * The same for who is about to write the configuration: the file and the profile that are asked for may be new.
     *
     * @throws ZavoraException INPUT, when a value or the file is wrong
     */
    public static Settings loadToEdit(Sources sources) {
        return load(sources, ConfigFile.Presence.OPTIONAL);
    }

    /** @param presence of a file and a profile that are named */
    private static Settings load(Sources sources, ConfigFile.Presence presence) {
        var first = new Layers(sources, Map.of(), "");
        var configPath = first.find(RunOptions.CONFIG_PATH).orElseThrow();
        var path = path(sources, configPath);
        var file = ConfigFile.read(path, configPath.layer() == Layer.DEFAULT ? ConfigFile.Presence.OPTIONAL : presence);
        var name = first.find(RunOptions.PROFILE).orElseThrow();
        var values = file.profile(name.text())
                .or(() -> name.text().equals("default") || presence == ConfigFile.Presence.OPTIONAL
                        ? Optional.of(Map.of())
                        : Optional.empty())
                .orElseThrow(() -> noSuchProfile(name, file));
        var profile = new ProfileSettings(name.text(), path, file.names());
        var layers = new Layers(sources, values, "profile '" + name.text() + "'");
        for (var option : Options.all()) {
            layers.find(option);
        }
        return new Settings(sources, layers, profile);
    }

    /** The same settings for another session, as if {@code --session-id} had named it. */
    public Settings withSession(String id) {
        var flags = new HashMap<>(sources.flags());
        flags.put(OperationOptions.SESSION_ID, JsonValue.of(id));
        var changed = new Sources(flags, sources.environment(), sources.workingFolder());
        return new Settings(changed, layers.from(changed), profile);
    }

    /** The defaults, for a look around where the settings cannot be read. */
    public static Settings defaults(Sources sources) {
        var quiet = QuietSources.of(sources);
        var file = path(
                quiet,
                new Layers(quiet, Map.of(), "").find(RunOptions.CONFIG_PATH).orElseThrow());
        return new Settings(quiet, new Layers(quiet, Map.of(), ""), new ProfileSettings("default", file, List.of()));
    }

    private static ZavoraException noSuchProfile(Setting name, ConfigFile file) {
        var known = file.names().isEmpty()
                ? "It defines none; leave the profile out to use the defaults."
                : "Defined are " + String.join(", ", file.names()) + "."
                        + Nearest.to(name.text(), file.names())
                                .map(nearest -> " Did you mean '" + nearest + "'?")
                                .orElse("");
        return new ZavoraException(
                ErrorKind.INPUT,
                "Profile " + OptionValues.quoted(name.text()) + " (" + name.source() + ") is not defined in "
                        + file.path() + ".",
                known);
    }

    /** Which profile applies and which there are. */
    public ProfileSettings profile() {
        return profile;
    }

    /** The credential itself; empty when there is none. */
    Optional<Secret> secret(Option option) {
        return layers.find(option).map(setting -> new Secret(setting.text()));
    }

    /** The value of an option and where it came from; a credential's value is left out. */
    public Optional<Setting> find(Option option) {
        var setting = layers.find(option);
        return option.type() instanceof OptionType.Credential
                ? setting.map(s -> new Setting(JsonValue.of("****"), s.layer(), s.source()))
                : setting;
    }

    /** The text of an option that has a value, by the option's name; empty when it has none. */
    public String text(String name) {
        for (var option : Options.all()) {
            if (option.name().equals(name)) {
                return find(option).map(Setting::text).orElse("");
            }
        }
        throw new IllegalArgumentException("no option " + name);
    }

    /** The models that were set and are not asked, because a stronger layer names another provider without a model. */
    public List<Setting> leftOut() {
        return Routes.all(layers).leftOut();
    }

    public ModelSettings model() {
        var routes = new Routes(layers);
        return new ModelSettings(
                routes.worker(),
                routes.planner(),
                (int) number(ModelOptions.PLANNER_CALL_BUDGET),
                choice(ModelOptions.OPENAI_API, ModelSettings.OpenAiApi.class),
                optionalNumber(ModelOptions.MAX_PROMPT_CHARS),
                Double.parseDouble(text(ModelOptions.COMPACTION_THRESHOLD)),
                optionalNumber(ModelOptions.MAX_OUTPUT_TOKENS));
    }

    public SessionSettings sessions() {
        return new SessionSettings(
                text(OperationOptions.APP_NAME),
                text(OperationOptions.USER_ID),
                text(OperationOptions.SESSION_ID),
                choice(OperationOptions.SESSION_BACKEND, SessionSettings.Backend.class),
                text(OperationOptions.SESSION_DB_URL),
                seconds(OperationOptions.SESSION_LEASE));
    }

    public ToolSettings tools() {
        return new ToolSettings(
                choice(OperationOptions.CONFIRMATION_MODE, ToolSettings.Confirmation.class),
                texts(OperationOptions.REQUIRE_CONFIRM),
                texts(OperationOptions.APPROVE),
                on(OperationOptions.ALWAYS_APPROVE) ? ToolSettings.Trust.EVERYTHING : ToolSettings.Trust.BY_RULE,
                seconds(OperationOptions.TOOL_TIMEOUT));
    }

    public GuardrailSettings guardrails() {
        return new GuardrailSettings(
                choice(GuardrailOptions.INPUT, GuardrailSettings.Mode.class),
                choice(GuardrailOptions.OUTPUT, GuardrailSettings.Mode.class),
                texts(GuardrailOptions.TERMS),
                text(GuardrailOptions.REPLACEMENT));
    }

    public TelemetrySettings telemetry() {
        return new TelemetrySettings(
                on(OperationOptions.TELEMETRY_ENABLED) ? Optional.of(telemetryFile()) : Optional.empty(),
                on(OperationOptions.TELEMETRY_CONTENT)
                        ? TelemetrySettings.Content.RECORDED
                        : TelemetrySettings.Content.LEFT_OUT);
    }

    /** The file of telemetry, whether telemetry is on or off; absolute, it may not exist. */
    public Path telemetryFile() {
        return path(sources, setting(OperationOptions.TELEMETRY_PATH));
    }

    /** The collector that telemetry is also sent to; empty when there is none. */
    public Optional<OtlpSettings> otlp() {
        return new OtlpVariables(layers).settings(() -> new ProviderAccess(layers, sources).network());
    }

    public ServerSettings server() {
        return new ServerValues(this).settings();
    }

    public RunSettings run() {
        var files = new ArrayList<Path>();
        for (var file : texts(RunOptions.FILES)) {
            files.add(path(sources, new Setting(JsonValue.of(file), Layer.FLAG, "--file")));
        }
        var stdin = on(RunOptions.STDIN)
                ? RunSettings.Stdin.ALWAYS
                : on(RunOptions.NO_STDIN) ? RunSettings.Stdin.NEVER : RunSettings.Stdin.WHEN_PIPED;
        return new RunSettings(
                choice(RunOptions.OUTPUT_FORMAT, RunSettings.OutputFormat.class),
                files,
                stdin,
                on(RunOptions.SHOW_SENSITIVE) ? RunSettings.Sensitive.SHOWN : RunSettings.Sensitive.HIDDEN);
    }

    /**
     * What a client of a provider is opened with.
     *
     * @param provider its lowercase name
     */
    public ProviderSettings provider(String provider) {
        return new ProviderAccess(layers, sources)
                .settings(provider, modelFolder(), choice(ModelOptions.OPENAI_API, ModelSettings.OpenAiApi.class));
    }

    /**
     * Where a provider's key comes from, for people: a variable or a profile.
     *
     * @param provider its lowercase name
     * @return empty when there is no key
     */
    public Optional<String> credentialSource(String provider) {
        return new ProviderAccess(layers, sources).credential(provider).map(Setting::source);
    }

    /**
     * Which kind of place a provider's key comes from.
     *
     * @param provider its lowercase name
     * @return empty when there is no key
     */
    public Optional<Layer> credentialLayer(String provider) {
        return new ProviderAccess(layers, sources).credential(provider).map(Setting::layer);
    }

    /** The key in plain text that the profile itself holds; empty when it holds none. */
    public Optional<PlainKey> plainKey() {
        return layers.in(Layer.PROFILE, AccessOptions.API_KEY)
                .map(setting -> new PlainKey(
                        new Routes(layers).ofProfile().filter(provider -> !provider.equals("auto")),
                        new Secret(setting.text())));
    }

    /** What decides whether the operating system has a vault for keys. */
    public VaultSettings vault() {
        var environment = sources.environment();
        var folders = new ArrayList<Path>();
        for (var folder : environment.getOrDefault("PATH", "").split(File.pathSeparator, -1)) {
            // a program of that name in the working folder is not the system's
            if (folder.startsWith("/")) {
                folders.add(Path.of(folder));
            }
        }
        return new VaultSettings(
                System.getProperty("os.name", "").startsWith("Mac")
                        ? VaultSettings.OperatingSystem.MACOS
                        : VaultSettings.OperatingSystem.OTHER,
                folders,
                new VaultSettings.SessionBus(
                        Optional.of(environment.getOrDefault("DBUS_SESSION_BUS_ADDRESS", ""))
                                .filter(address -> !address.isBlank()),
                        Optional.of(environment.getOrDefault("XDG_RUNTIME_DIR", ""))
                                .filter(folder -> folder.startsWith("/"))
                                .map(folder -> Path.of(folder, "bus"))));
    }

    /** The folder of the local models, absolute; it may not exist. */
    public Path modelFolder() {
        return layers.find(AccessOptions.MODEL_DIR)
                .map(setting -> path(sources, setting))
                .orElseGet(() -> userFolder().resolve("models"));
    }

    /** The person's own folder of this program, for what is not tied to a workspace; absolute, it may not exist. */
    public Path userFolder() {
        return home().resolve(".zavora");
    }

    /**
     * The file or folder an option of a command names.
     *
     * @param flag the option, for the message of an error
     * @param text a path; a relative one begins in the working folder
     * @throws ZavoraException INPUT, when it is no path
     */
    public Path path(String flag, String text) {
        return path(sources, new Setting(JsonValue.of(text), Layer.FLAG, flag));
    }

    /** What the environment says of the terminal. */
    public TerminalSettings terminal() {
        var environment = sources.environment();
        return new TerminalSettings(
                environment.getOrDefault("TERM", ""),
                environment.getOrDefault("NO_COLOR", "").isEmpty()
                        ? TerminalSettings.Colour.WANTED
                        : TerminalSettings.Colour.UNWANTED);
    }

    /**
     * Whether the environment tells the person's home, as a path that means the same everywhere; without it {@link
     * #userFolder} is in the working folder.
     */
    public boolean hasHome() {
        return Path.of(sources.environment().getOrDefault("HOME", "").strip()).isAbsolute();
    }

    private Path home() {
        var home = sources.environment().getOrDefault("HOME", "");
        return home.isBlank()
                ? sources.workingFolder()
                : sources.workingFolder().resolve(home);
    }

    /** What people should know about the settings, no failure; one sentence each. */
    public List<String> warnings() {
        return new SettingsReview(this, layers, profile).warnings();
    }

    Setting setting(Option option) {
        return layers.find(option)
                .orElseThrow(() -> new IllegalStateException(option.name() + " has neither value nor default"));
    }

    String text(Option option) {
        return setting(option).text();
    }

    private boolean on(Option option) {
        return text(option).equals("true");
    }

    long number(Option option) {
        return Long.parseLong(text(option));
    }

    private OptionalInt optionalNumber(Option option) {
        var setting = layers.find(option);
        return setting.isPresent()
                ? OptionalInt.of(Integer.parseInt(setting.get().text()))
                : OptionalInt.empty();
    }

    Duration seconds(Option option) {
        return Duration.ofSeconds(number(option));
    }

    List<String> texts(Option option) {
        var texts = new ArrayList<String>();
        if (layers.find(option).map(Setting::value).orElse(JsonValue.Null.NULL) instanceof JsonValue.Arr array) {
            for (var item : array.items()) {
                if (item instanceof JsonValue.Str string) {
                    texts.add(string.value());
                }
            }
        }
        return texts;
    }

    private <E extends Enum<E>> E choice(Option option, Class<E> type) {
        return Enum.valueOf(type, text(option).replace('-', '_').toUpperCase(Locale.ROOT));
    }

    /** Where a setting that is a path leads. */
    Path path(Setting setting) {
        return path(sources, setting);
    }

    private static Path path(Sources sources, Setting setting) {
        try {
            return sources.workingFolder().resolve(setting.text());
        } catch (InvalidPathException e) {
            throw new ZavoraException(
                    ErrorKind.INPUT,
                    setting.source() + ": not a path this system knows",
                    "Write the path of a file or folder.",
                    e);
        }
    }
}
