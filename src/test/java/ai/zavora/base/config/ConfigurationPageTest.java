package ai.zavora.base.config;

import ai.zavora.testing.Golden;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** Keeps {@code docs/configuration.md} in step with the option table. */
final class ConfigurationPageTest {
    private static final String INTRODUCTION = """
            # Configuration

            *This page is made from the option table;
            `scripts/mvn test -Dtest=ConfigurationPageTest -Dgolden.update=true` rewrites it.*

            Every setting can be given in up to four places. The first that has it wins:

            1. a **flag** on the command line, before or behind the command; repeated, the last one counts;
            2. an **environment variable**; a blank one counts as not set;
            3. a key of the **profile** in effect;
            4. the **default**.

            Lists are joined instead: the profile's items first, then the variable's (one per line), then the flags',
            each item once; all places that gave items are told as where the list comes from.

            A model belongs to the provider it was written for. When a stronger place names another provider and no
            model, the model of the weaker place is left out, with a warning: `--provider groq` never sends the model
            of an `openai` profile to Groq. `--provider auto` is a choice like any other and overrides a profile's
            provider. `worker_provider` and `worker_model` go before `provider` and `model` of the same place. Without a
            `planner_provider` the working model's provider plans.

            `zavora-cli profiles show` prints every setting in effect and where it comes from; `zavora-cli models`
            prints the models that follow.

            ## The file

            `.zavora/config.toml` in the working folder, or the file given with `--config-path`. It has one table per
            profile. The profile `default` is used when no other is chosen, and needs no table.

            ```toml
            [profiles.default]
            provider = "openai"
            session_backend = "sqlite"

            [profiles.offline]
            provider = "local"
            tool_timeout_secs = 10

            [profiles.gateway]
            provider = "openai"
            model = "gpt-4.1-mini"
            openai_base_url = "https://models.example.com/v1"
            approve_tool = ["current_unix_time"]
            ```

            A file that is not TOML, an unknown key, a value of the wrong type or out of range, or a profile that does
            not exist is an error: it names the file, the line and the key, suggests what is right, ends with exit code
            42 and changes nothing. The same holds for a wrong value of a variable. A wrong flag ends with exit code 2.
            What is wrong in the variables of OpenTelemetry (`OTEL_…`), which are often set for a whole machine, is
            warned about and left out.

            Files of settings, keys and certificates must be regular files: a pipe, device or folder is refused at once,
            and so is a configuration or credentials file above 1 MiB and a certificate file above 16 MiB. `/dev/null`
            counts as an empty file.

            Relative paths begin in the working folder.

            ## Keys

            The key of a provider is looked for in four places, and the first that has it wins:

            1. the provider's environment variable, such as `OPENAI_API_KEY`;
            2. `~/.zavora/credentials.json`, a file with mode 0600; it is refused when others may read or change it. A key
               is there only when no vault took it: what is saved to the vault leaves the file, so the key that was saved
               last is the one in use, whatever an older entry of the vault says;
            3. the vault of the operating system: the Secret Service of Linux desktops, reached with `secret-tool`
               (package `libsecret-tools`), or the keychain of macOS, reached with `security`. The service is
               `zavora-cli`, the account the provider's name. On Linux it is asked only within a desktop session. One
               that does not answer within 5 seconds is given up;
            4. `api_key` of the profile that names the provider: old practice, and warned about.

            Where the file cannot be read, as by a service that is kept out of its home, a key of the environment serves all the
            same: `doctor` and `models` warn about the file, and `models` shows the other keys as `unknown` in JSON. So they do
            where the vault cannot be asked, as while it is locked.
            Whenever a key is kept or removed in the file, group and others lose the right to write in its folder.

            `zavora-cli setup` asks for a provider, key and model, tries the key, puts it into the vault, or into the
            file where no vault answers, and writes the profile. Comments and other profiles of the configuration stay
            as they are, and an `api_key` of the profile is moved to the safe place; one that is for no provider is never
            removed without a question, and in scripts ends the setup. A pasted text of several lines is no key, and
            nothing that looks like a key is kept as a model's name. In scripts:
            `zavora-cli setup --provider openai --key-stdin < key.txt`; quotes, comments and the name of the
            provider's variable before the key, as in a `.env` file, are taken off, lines that set other variables are
            left out, and more than one key is refused. `zavora-cli setup --forget --provider openai`
            removes a kept key. `zavora-cli models` tells where each key comes from. A key is never shown, logged, written to a configuration or session, or passed as an argument of a
            process.
            """;

    @Test
    void documentsEveryOption() {
        var page = new StringBuilder(INTRODUCTION);
        for (var group : OptionGroup.values()) {
            page.append("\n## ").append(group.title()).append("\n\n");
            if (group.effect() == OptionGroup.Effect.LATER) {
                page.append("A warning names those of them that are set.\n\n");
            }
            page.append(
                    "| flag | environment | profile key | values | default | meaning |\n|---|---|---|---|---|---|\n");
            for (var option : Options.all()) {
                if (option.group() == group) {
                    page.append(row(option));
                }
            }
        }
        Golden.checkFile(Path.of("docs", "configuration.md"), page.toString());
    }

    private static String row(Option option) {
        return "| " + codes(option.names().flags())
                + " | " + codes(option.names().variables())
                + " | " + codes(option.names().profileKey().stream().toList())
                + " | " + values(option.type())
                + " | "
                + option.fallback()
                        .map(text -> "`" + text.replace("\n", "`, `") + "`")
                        .orElse("–")
                + " | " + option.help().replace("|", "\\|") + " |\n";
    }

    private static String codes(Iterable<String> names) {
        var joined = String.join("`, `", names);
        return joined.isEmpty() ? "–" : "`" + joined + "`";
    }

    private static String values(OptionType type) {
        return switch (type) {
            case OptionType.Text _, OptionType.Name _ -> "text";
            case OptionType.Credential _ -> "key";
            case OptionType.FilePath _ -> "path";
            case OptionType.Address address ->
                switch (address.form()) {
                    case WEB -> "http or https address";
                    case AS_WRITTEN -> "address";
                };
            case OptionType.Choice choice -> codes(choice.values());
            case OptionType.Whole whole when whole.max() == Integer.MAX_VALUE -> "whole number from " + whole.min();
            case OptionType.Whole whole -> "whole number, " + whole.min() + " to " + whole.max();
            case OptionType.Decimal decimal -> "number, " + decimal.min() + " to " + decimal.max();
            case OptionType.Bool _ -> "`true`, `false`";
            case OptionType.Switch _ -> "flag without a value";
            case OptionType.Texts _ -> "list of texts";
            case OptionType.Tables tables ->
                switch (tables.shape()) {
                    case ONE -> "table";
                    case SEVERAL -> "array of tables";
                };
        };
    }
}
