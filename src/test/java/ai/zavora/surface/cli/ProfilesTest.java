package ai.zavora.surface.cli;

import static org.assertj.core.api.Assertions.assertThat;

import ai.zavora.base.config.OptionType;
import ai.zavora.base.config.Options;
import ai.zavora.base.json.Json;
import ai.zavora.base.json.JsonException;
import ai.zavora.testing.Golden;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ProfilesTest {
    @TempDir
    Path folder;

    private void config(String text) throws IOException {
        Files.createDirectories(folder.resolve(".zavora"));
        Files.writeString(folder.resolve(".zavora/config.toml"), text);
    }

    private String stable(String text) {
        return text.replace(folder.toString(), "FOLDER");
    }

    @Test
    void listsTheImplicitProfileWithoutAFile() {
        var run = CliRun.in(folder).run("profiles", "list");

        assertThat(run.exitCode()).isZero();
        assertThat(run.out()).isEqualTo("* default (implicit)\n");
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void listsProfilesSortedAndMarksTheActiveOne() throws IOException {
        config("[profiles.work]\nmodel = \"m\"\n[profiles.air]\n");

        var run = CliRun.in(folder).run("profiles", "list", "--profile", "work");

        assertThat(run.out()).isEqualTo("  air (configured)\n  default (implicit)\n* work (configured)\n");
    }

    @Test
    void listsProfilesAsJson() throws IOException, JsonException {
        config("[profiles.work]\n");

        var run = CliRun.in(folder).run("profiles", "list", "-o", "json");

        var json = Json.parseObject(run.out());
        assertThat(json.array("profiles")).hasSize(2);
        assertThat(json.string("config_path"))
                .contains(folder.resolve(".zavora/config.toml").toString());
        assertThat(run.out().lines()).hasSize(1);
    }

    @Test
    void showsEverySettingWithItsOrigin() throws IOException {
        config("""
                [profiles.work]
                provider = "openai"
                model = "from-profile"
                api_key = "sk-very-secret"
                openai_base_url = "https://me:hidden-password@models.example.com/v1"
                session_backend = "sqlite"
                session_db_url = "sqlite:///secret/place.db"
                approve_tool = ["a", "b"]
                guardrail_terms = ["codename"]
                [[profiles.work.mcp_servers]]
                name = "x"
                """);

        var run = CliRun.in(folder)
                .env("ZAVORA_MODEL", "from-environment")
                .env("ANTHROPIC_API_KEY", "ak-also-secret")
                .run("--profile", "work", "profiles", "show", "--approve-tool", "c", "--user-id", "me");

        assertThat(run.exitCode()).isZero();
        assertThat(run.out() + run.err())
                .doesNotContain("secret/place", "sk-very", "ak-also", "hidden-password", "codename");
        Golden.check(ProfilesTest.class, "profiles-show.txt", stable(run.out()));
        Golden.check(ProfilesTest.class, "profiles-show.err.txt", stable(run.err()));
    }

    @Test
    void namesEveryPlaceThatGaveItemsOfAList() throws Exception {
        config("""
                [profiles.default]
                approve_tool = ["a", "b"]
                require_confirm_tool = ["a"]
                guardrail_terms = ["one", "two"]
                """);
        var told = new String[][] {
            {"approve_tool", "a, b, c", "profile 'default', ZAVORA_APPROVE_TOOL"},
            {"require_confirm_tool", "a, q", "profile 'default', ZAVORA_REQUIRE_CONFIRM_TOOL, --require-confirm-tool"},
            {"guardrail_terms", "3 terms", "profile 'default', ZAVORA_GUARDRAIL_TERM"}
        };
        var start = CliRun.in(folder)
                .env("ZAVORA_APPROVE_TOOL", "c")
                .env("ZAVORA_REQUIRE_CONFIRM_TOOL", "a")
                .env("ZAVORA_GUARDRAIL_TERM", "z");

        var text = start.run("profiles", "show", "--require-confirm-tool", "q").out();
        var doctor =
                start.run("doctor", "--offline", "--require-confirm-tool", "q").out();
        var json = Json.parseObject(start.run("profiles", "show", "--json", "--require-confirm-tool", "q")
                        .out())
                .object("settings")
                .orElseThrow();

        for (var one : told) {
            assertThat(text).containsPattern(one[0] + " +" + one[1] + "  \\(" + one[2] + "\\)");
            assertThat(doctor).contains(one[1] + " (" + one[2] + ")");
            assertThat(json.object(one[0]).orElseThrow().string("source")).contains(one[2]);
        }
    }

    @Test
    void tellsWhichModelIsLeftOut() throws Exception {
        config("[profiles.default]\nprovider = \"openai\"\nmodel = \"m1\"\nplanner_model = \"m2\"\n");

        var text =
                CliRun.in(folder).run("--provider", "groq", "profiles", "show").out();
        var json = Json.parseObject(CliRun.in(folder)
                .run("--provider", "groq", "profiles", "show", "--json")
                .out());

        assertThat(text).containsPattern(" model +m1  \\(profile 'default'; left out\\)");
        assertThat(text).containsPattern(" planner_model +m2  \\(profile 'default'; left out\\)");
        assertThat(text).containsPattern(" provider +groq  \\(--provider\\)");
        var settings = json.object("settings").orElseThrow();
        assertThat(settings.object("model").orElseThrow().bool("left_out")).contains(true);
        assertThat(settings.object("provider").orElseThrow().bool("left_out")).isEmpty();
        assertThat(CliRun.in(folder).run("profiles", "show").out())
                .containsPattern(" model +m1  \\(profile 'default'\\)");
    }

    @Test
    void showsSettingsAsJson() throws IOException {
        config("[profiles.default]\ntool_timeout_secs = 7\n");

        var run = CliRun.in(folder).run("profiles", "show", "--json", "--no-stdin");

        assertThat(run.err()).isEmpty();
        Golden.check(ProfilesTest.class, "profiles-show.json", stable(run.out()));
    }

    @Test
    void showsTheDatabaseAddressOnRequestOnly() {
        var hidden = CliRun.in(folder).run("profiles", "show");
        var shown = CliRun.in(folder).run("profiles", "show", "--show-sensitive-config");

        assertThat(hidden.out()).contains("sqlite://[REDACTED]").doesNotContain("sessions.db");
        assertThat(shown.out()).contains("sqlite://.zavora/sessions.db");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "u:CANARYPW@127.0.0.1:3",
                "u:CANARY/PW@127.0.0.1:3",
                "http://u:CANARY/PW@127.0.0.1:3",
                "http://u:1/CANARY@127.0.0.1:3",
                "http://u:CANARY?PW@127.0.0.1:3",
                "http://127.0.0.1:3/v1?key=CANARY"
            })
    void whatOpensAnAddressIsNeverShown(String address) {
        var variables = Options.all().stream()
                .filter(option -> option.type() instanceof OptionType.Address)
                .flatMap(option -> option.names().variables().stream())
                .toList();
        assertThat(variables)
                .contains("HTTPS_PROXY", "https_proxy", "HTTP_PROXY", "http_proxy", "OLLAMA_HOST", "OPENAI_BASE_URL")
                .contains("OTEL_EXPORTER_OTLP_ENDPOINT", "OTEL_EXPORTER_OTLP_LOGS_ENDPOINT");
        for (var variable : variables) {
            for (var words : new String[][] {
                {"profiles", "show"},
                {"profiles", "show", "--json"},
                {"profiles", "show", "--show-sensitive-config"},
                {"doctor"},
                {"doctor", "--json"},
                {"models"}
            }) {
                var run = CliRun.in(folder).env(variable, address).run(words);
                assertThat(run.out() + run.err())
                        .as(variable + " " + String.join(" ", words))
                        .isNotEmpty()
                        .doesNotContain("CANARY");
            }
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "host=db user=u password=CANARY",
                "postgres://u:CANARY/PW@h/db",
                "u:CANARY@h:5432/db",
                "x.db?key=CANARY",
                "sqlite://a b CANARY",
                "sqlite:a,CANARY"
            })
    void anAddressInAnyFormIsShownOnRequestOnly(String address) {
        for (var words :
                new String[][] {{"profiles", "show"}, {"profiles", "show", "--json"}, {"doctor"}, {"migrate"}}) {
            var run = CliRun.in(folder)
                    .env("ZAVORA_SESSION_BACKEND", "sqlite")
                    .env("ZAVORA_SESSION_DB_URL", address)
                    .run(words);
            assertThat(run.out() + run.err()).as(String.join(" ", words)).doesNotContain("CANARY");
        }
        var shown = CliRun.in(folder)
                .env("ZAVORA_SESSION_DB_URL", address)
                .run("profiles", "show", "--show-sensitive-config");
        assertThat(shown.out()).contains(address);
    }
}
