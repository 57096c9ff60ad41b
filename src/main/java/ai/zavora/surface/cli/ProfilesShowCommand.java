package ai.zavora.surface.cli;

import ai.zavora.base.config.Option;
import ai.zavora.base.config.OptionGroup;
import ai.zavora.base.config.OptionType;
import ai.zavora.base.config.Options;
import ai.zavora.base.config.Setting;
import ai.zavora.base.config.Settings;
import ai.zavora.base.json.JsonValue;
import ai.zavora.surface.cli.syntax.CommandSyntax;
import ai.zavora.surface.cli.syntax.CommandSyntax.Example;
import java.util.List;
import java.util.Set;

/** {@code profiles show}: every setting in effect, with its origin. */
final class ProfilesShowCommand implements Command {
    private static final int NAME_WIDTH = 32;

    @Override
    public CommandSyntax syntax() {
        return new CommandSyntax(
                "profiles show",
                """
                Shows every setting in effect and where it comes from: a flag, an environment variable, the profile \
                or the defaults; for a key that 'zavora-cli setup' has kept, where it is kept.

                Keys are never shown. The database address is shown with --show-sensitive-config only. The models \
                that follow from the settings are shown by 'zavora-cli models'.""",
                List.of(),
                List.of(Results.JSON),
                Set.of(OptionGroup.PROFILE),
                List.of(
                        new Example("zavora-cli profiles show --profile work", "what a profile leads to"),
                        new Example("ZAVORA_MODEL=m zavora-cli profiles show --json", "for scripts")));
    }

    @Override
    public int run(Invocation invocation) throws InterruptedException {
        var results = new Results(invocation);
        var settings = invocation.settings();
        var kept = KeptKeys.of(invocation);
        if (results.structured()) {
            results.print(json(settings, kept));
        } else {
            results.print(text(settings, kept));
        }
        return 0;
    }

    private static String text(Settings settings, KeptKeys kept) {
        var profile = settings.profile();
        var text = new StringBuilder();
        text.append("Profile: ")
                .append(profile.name())
                .append(profile.defined().contains(profile.name()) ? " (configured)\n" : " (implicit)\n")
                .append("Configuration file: ")
                .append(profile.file())
                .append('\n');
        for (var group : OptionGroup.values()) {
            text.append('\n').append(group.title()).append(":\n");
            for (var option : Options.all()) {
                if (option.group() == group) {
                    line(text, option, settings, kept);
                }
            }
        }
        return text.toString();
    }

    private static void line(StringBuilder text, Option option, Settings settings, KeptKeys kept) {
        text.append("  ").append(option.name());
        text.repeat(' ', Math.max(1, NAME_WIDTH - option.name().length()));
        var setting = settings.find(option);
        text.append(setting.map(given -> SettingViews.shown(option, given, settings))
                .orElseGet(() -> kept.find(option).map(KeptKeys.Kept::text).orElse(absent(option))));
        setting.ifPresent(given ->
                text.append("  (").append(SettingViews.origin(given, settings)).append(')'));
        if (option.name().equals("session_db_url") && SettingViews.hidden(settings)) {
            text.append("  [--show-sensitive-config shows it]");
        }
        text.append('\n');
    }

    private static String absent(Option option) {
        return option.type() instanceof OptionType.Credential ? "missing" : "-";
    }

    private static JsonValue.Obj json(Settings settings, KeptKeys kept) {
        var profile = settings.profile();
        var all = JsonValue.object();
        for (var option : Options.all()) {
            settings.find(option).ifPresent(setting -> {
                var shown = JsonValue.object()
                        .put("value", jsonValue(option, setting, settings))
                        .put("origin", setting.layer().label())
                        .put("source", setting.source());
                if (settings.leftOut().contains(setting)) {
                    shown.put("left_out", true);
                }
                all.put(option.name(), shown.build());
            });
            if (settings.find(option).isEmpty()) {
                kept.find(option)
                        .ifPresent(key -> all.put(
                                option.name(),
                                JsonValue.object()
                                        .put("value", key.value())
                                        .put("origin", "kept")
                                        .put("source", key.place().words())
                                        .build()));
            }
        }
        return JsonValue.object()
                .put("profile", profile.name())
                .put("configured", profile.defined().contains(profile.name()))
                .put("config_path", profile.file().toString())
                .put("settings", all.build())
                .put("warnings", JsonValue.of(settings.warnings()))
                .build();
    }

    private static JsonValue jsonValue(Option option, Setting setting, Settings settings) {
        return switch (setting.value()) {
            case JsonValue.Num number -> number;
            case JsonValue.Bool bool -> bool;
            case JsonValue.Arr array
            when option.type() instanceof OptionType.Texts && !option.name().equals("guardrail_terms") ->
                JsonValue.of(array.items().stream()
                        .map(item ->
                                item instanceof JsonValue.Str(var text) ? SettingViews.withoutKeys(option, text) : "")
                        .toList());
            case JsonValue.Arr array -> JsonValue.of(array.items().size());
            case JsonValue.Str _, JsonValue.Obj _, JsonValue.Null _ ->
                JsonValue.of(SettingViews.shown(option, setting, settings));
        };
    }
}
