package ai.zavora.surface.cli;

import ai.zavora.base.config.OptionGroup;
import ai.zavora.base.config.ProfileSettings;
import ai.zavora.base.json.JsonValue;
import ai.zavora.surface.cli.syntax.CommandSyntax;
import ai.zavora.surface.cli.syntax.CommandSyntax.Example;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** {@code profiles list}. */
final class ProfilesListCommand implements Command {

    @Override
    public CommandSyntax syntax() {
        return new CommandSyntax(
                "profiles list",
                "Lists the profiles by name. * marks the one in effect; 'default' is there even when the file does not"
                        + " define it.",
                List.of(),
                List.of(Results.JSON),
                Set.of(OptionGroup.PROFILE),
                List.of(new Example("zavora-cli profiles list --json", "for scripts")));
    }

    @Override
    public int run(Invocation invocation) {
        var profile = invocation.settings().profile();
        var names = new TreeSet<>(profile.defined());
        names.add("default");
        var results = new Results(invocation);
        if (results.structured()) {
            results.print(json(profile, names));
            return 0;
        }
        var text = new StringBuilder();
        for (var name : names) {
            text.append(name.equals(profile.name()) ? "* " : "  ")
                    .append(name)
                    .append(profile.defined().contains(name) ? " (configured)" : " (implicit)")
                    .append('\n');
        }
        results.print(text.toString());
        return 0;
    }

    private static JsonValue.Obj json(ProfileSettings profile, Iterable<String> names) {
        var items = new ArrayList<JsonValue>();
        for (var name : names) {
            items.add(JsonValue.object()
                    .put("name", name)
                    .put("active", name.equals(profile.name()))
                    .put("configured", profile.defined().contains(name))
                    .build());
        }
        return JsonValue.object()
                .put("config_path", profile.file().toString())
                .put("profiles", JsonValue.array(items))
                .build();
    }
}
