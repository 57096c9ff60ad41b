package ai.zavora.blackbox;

import static org.assertj.core.api.Assertions.assertThat;

import ai.zavora.base.json.JsonValue;
import ai.zavora.testing.FakeVault;
import ai.zavora.testing.Launcher;
import java.nio.file.Files;
import org.junit.jupiter.api.Test;

/** What {@code profiles show} says of keys that are kept and are no settings. */
final class KeptKeysTest extends SetupFixture {

    private static void keep(Launcher program) throws InterruptedException {
        var run = program.withInput(KEY).run("setup", "--provider", "openai", "--key-stdin");
        assertThat(run.exit()).as(run.err()).isZero();
    }

    private static JsonValue.Obj setting(Launcher program, String name) throws InterruptedException {
        return program.run("profiles", "show", "-o", "json")
                .lastJson()
                .object("settings")
                .orElseThrow()
                .object(name)
                .orElse(JsonValue.Obj.EMPTY);
    }

    @Test
    void aKeyOfTheFileIsShownWithItsPlace() throws Exception {
        keep(keyless());

        var shown = keyless().run("profiles", "show");

        assertThat(shown.out())
                .containsPattern("openai_api_key +set  \\(credentials file\\)\n")
                .containsPattern("groq_api_key +missing\n")
                .doesNotContain(KEY);
        var openai = setting(keyless(), "openai_api_key");
        assertThat(openai.string("value")).contains("set");
        assertThat(openai.string("origin")).contains("kept");
        assertThat(openai.string("source")).contains("credentials file");
        assertThat(setting(keyless(), "groq_api_key")).isEqualTo(JsonValue.Obj.EMPTY);
        assertThat(keyless()
                        .with("OPENAI_API_KEY", "sk-other")
                        .run("profiles", "show")
                        .out())
                .containsPattern("openai_api_key +set  \\(OPENAI_API_KEY\\)\n");
    }

    @Test
    void aKeyOfTheVaultIsShownWithItsPlaceAndAskedForWhereNoVariableHasOne() throws Exception {
        var vault = FakeVault.working(home.resolve("vault"));
        keep(withVault(vault));

        assertThat(withVault(vault).run("profiles", "show").out())
                .containsPattern("openai_api_key +set  \\(OS vault\\)\n");

        var before = vault.calls().size();
        withVault(vault).with("OPENAI_API_KEY", "sk-other").run("profiles", "show");
        assertThat(vault.calls().subList(before, vault.calls().size()))
                .isNotEmpty()
                .noneMatch(call -> call.contains("openai"));
    }

    @Test
    void aVaultThatDoesNotAnswerIsAskedOnceAndItsKeysAreUnknown() throws Exception {
        var vault = FakeVault.hanging(home.resolve("vault"));

        var shown = withVault(vault).run("profiles", "show");

        assertThat(shown.exit()).isZero();
        assertThat(vault.calls()).hasSize(1);
        assertThat(shown.out())
                .containsPattern("openai_api_key +unknown  \\(the OS vault cannot be read\\)\n")
                .containsPattern("\n  provider +auto");
        assertThat(shown.err()).contains("the OS vault could not be asked for a key");
    }

    @Test
    void aFileThatCannotBeReadIsToldOnceAndTheRestIsShown() throws Exception {
        keep(keyless());
        Files.writeString(credentials(), "no JSON");

        var shown = keyless().run("profiles", "show");

        assertThat(shown.exit()).isZero();
        assertThat(shown.out())
                .containsPattern("openai_api_key +unknown  \\(the credentials file cannot be read\\)\n")
                .containsPattern("\n  provider +openai");
        assertThat(shown.err()).containsOnlyOnce("is damaged");
        assertThat(setting(keyless(), "openai_api_key").string("value")).contains("unknown");
    }
}
