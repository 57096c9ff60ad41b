package ai.zavora.base.config;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The table of all options. Immutable and safe to share. */
public final class Options {

    private static final List<Option> ALL = joined(
            RunOptions.ALL,
            ModelOptions.ALL,
            AccessOptions.ALL,
            OperationOptions.ALL,
            GuardrailOptions.ALL,
            OtlpOptions.ALL,
            ServerOptions.ALL,
            ReservedOptions.ALL);
    private static final Map<String, Option> BY_PROFILE_KEY = byProfileKey();
    private static final Map<String, Option> BY_FLAG = byFlag();

    private Options() {}

    /** Every option, in the order of the documentation. */
    public static List<Option> all() {
        return ALL;
    }

    /** The option of a profile key. */
    public static Optional<Option> ofProfileKey(String key) {
        return Optional.ofNullable(BY_PROFILE_KEY.get(key));
    }

    /** The option of a flag, spelled with its dashes. */
    public static Optional<Option> ofFlag(String flag) {
        return Optional.ofNullable(BY_FLAG.get(flag));
    }

    /** All profile keys in the order of the table. */
    public static List<String> profileKeys() {
        return List.copyOf(BY_PROFILE_KEY.keySet());
    }

    /** All flags in the order of the table, dashes included. */
    public static List<String> flags() {
        return List.copyOf(BY_FLAG.keySet());
    }

    /**
     * The environment variables that a provider's key is taken from, the usual one first.
     *
     * @param provider its lowercase name
     * @return empty for one that takes no key
     */
    public static List<String> keyVariables(String provider) {
        var option = ProviderAccess.KEYS.get(provider);
        return option == null ? List.of() : option.names().variables();
    }

    @SafeVarargs
    private static List<Option> joined(List<Option>... parts) {
        var all = new ArrayList<Option>();
        for (var part : parts) {
            all.addAll(part);
        }
        return List.copyOf(all);
    }

    private static Map<String, Option> byProfileKey() {
        var index = new LinkedHashMap<String, Option>();
        for (var option : ALL) {
            option.names().profileKey().ifPresent(key -> index.put(key, option));
        }
        return Collections.unmodifiableMap(index);
    }

    private static Map<String, Option> byFlag() {
        var index = new LinkedHashMap<String, Option>();
        for (var option : ALL) {
            for (var flag : option.names().flags()) {
                index.put(flag, option);
            }
        }
        return Collections.unmodifiableMap(index);
    }
}
