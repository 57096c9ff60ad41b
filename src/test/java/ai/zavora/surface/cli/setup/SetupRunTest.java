package ai.zavora.surface.cli.setup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.zavora.base.error.ZavoraException;
import ai.zavora.core.credential.Place;
import ai.zavora.core.credential.VaultProblem;
import ai.zavora.core.llm.ModelException.Reason;
import ai.zavora.core.llm.ProbeResult.Standing;
import ai.zavora.surface.cli.setup.SetupRun.Wish;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class SetupRunTest extends SetupRunFixture {

    @ParameterizedTest
    @CsvSource({
        "1, openai, gpt-5.4-mini-2026-03-17, gpt-5.6-sol",
        "2, anthropic, claude-sonnet-4-20250514, claude-opus-4-6",
        "3, gemini, gemini-2.5-flash, gemini-2.5-pro",
        "4, deepseek, deepseek-chat, deepseek-reasoner",
        "groq, groq, llama-3.3-70b-versatile, llama-3.3-70b-versatile"
    })
    void setsUpEachCloudProvider(String answer, String provider, String model, String planner) throws Exception {
        var person = new ScriptedDialogue(answer, KEY, "", "");

        run(person);

        assertThat(config()).isEqualTo("""
                [profiles.default]
                provider = "%1$s"
                model = "%2$s"
                worker_provider = "%1$s"
                worker_model = "%2$s"
                planner_provider = "%1$s"
                planner_model = "%3$s"
                """.formatted(provider, model, planner));
        assertThat(kept(provider)).contains(KEY);
        assertThat(person.shown()).contains("sk-****...****6789").doesNotContain(KEY);
    }

    @Test
    void asksAgainUntilTheAnswersMakeSense() throws Exception {
        var person = new ScriptedDialogue(
                "0", "8", "x", "", "1", "", "two words", "ключ", KEY, "99", "claude-opus-4-6", "gpt-mine", "yes");

        run(person);

        assertThat(person.unused()).isZero();
        assertThat(config()).contains("worker_model = \"gpt-mine\"");
    }

    @Test
    void takesTheKeyOutOfAPastedAssignment() throws Exception {
        var person = new ScriptedDialogue("1", "GROQ_API_KEY=" + KEY, "export OPENAI_API_KEY=\"" + KEY + "\"", "1", "");

        run(person);

        assertThat(person.shown())
                .contains("another variable than OPENAI_API_KEY")
                .doesNotContain(KEY);
        assertThat(kept("openai")).contains(KEY);
    }

    @Test
    void takesNoneOfSeveralPastedLines() throws Exception {
        var person = new ScriptedDialogue("1", KEY + "\nsecond-line", KEY, "1", "");

        run(person);

        assertThat(person.shown()).contains("More than one line").doesNotContain("second-line");
        assertThat(kept("openai")).contains(KEY);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "sk-other-0123456789",
                "gsk_0123456789",
                "AIzaSyA0123456789",
                "0123456789abcdef0123456789abcdef",
                "Bearer x"
            })
    void keepsNothingThatLooksLikeAKeyAsAModel(String pasted) throws Exception {
        var person = new ScriptedDialogue("1", KEY, pasted, "gpt-mine", "");

        run(person);

        assertThat(person.shown()).contains("looks like a key");
        assertThat(config()).contains("gpt-mine").doesNotContain(pasted);
        environment.put("ZAVORA_MODEL", pasted);
        environment.put("ZAVORA_PROVIDER", "openai");
        var unattended = new SetupRun(settings(), means());
        assertThatThrownBy(() -> unattended.withoutQuestions("openai", Set.of(), stream(""), System.err))
                .satisfies(SetupRunFixture::isInput);
    }

    @Test
    void keepsNoKeyWhenTheProfileCannotBeWritten() throws Exception {
        Files.writeString(folder.resolve(".zavora"), "a file where the folder belongs");

        assertThatThrownBy(() -> run(new ScriptedDialogue("1", KEY, "", "")))
                .satisfies(SetupRunFixture::isInput)
                .hasMessageContaining("cannot be written");

        assertThat(kept("openai")).isEmpty();
    }

    @Test
    void takesNoKeyAwayThatItCannotKeepWithoutAsking() throws Exception {
        var before = "[profiles.default]\napi_key = \"sk-plain-0123456789\"\n";
        write(before);
        var unattended = new SetupRun(settings(), means());

        assertThatThrownBy(() -> unattended.withoutQuestions(
                        "openai", Set.of(Wish.KEY_FROM_STDIN), stream(KEY + "\n"), System.err))
                .satisfies(SetupRunFixture::isInput);
        assertThatThrownBy(() -> run(new ScriptedDialogue("1", KEY, "", "", "")))
                .isInstanceOf(ZavoraException.class)
                .hasMessageContaining("nothing was changed");
        assertThat(config()).isEqualTo(before);
        assertThat(kept("openai")).isEmpty();

        run(new ScriptedDialogue("1", KEY, "", "", "y"));

        assertThat(config()).doesNotContain("api_key");
        assertThat(kept("openai")).contains(KEY);
    }

    @Test
    void saysOfARefusedKeyWhereItCameFrom() {
        probes.add(failed(Standing.REFUSED, Reason.CREDENTIAL_REFUSED, "It refused."));
        var run = new SetupRun(settings(), means());

        assertThatThrownBy(() ->
                        run.withoutQuestions("openai", Set.of(Wish.KEY_FROM_STDIN), stream(KEY + "\n"), System.err))
                .isInstanceOfSatisfying(ZavoraException.class, e -> assertThat(e.hint())
                        .contains("standard input", "--no-verify")
                        .doesNotContain("A hint."));
    }

    @Test
    void tellsAProgramWhyTheKeyIsUnclear() throws Exception {
        probes.add(failed(Standing.UNKNOWN, Reason.NOT_FOUND, "There is no such route."));
        var run = new SetupRun(settings(), means());

        var report = run.withoutQuestions("openai", Set.of(Wish.KEY_FROM_STDIN), stream(KEY + "\n"), System.err);

        assertThat(report.json().string("verified")).contains("unclear");
        assertThat(report.json().string("verification_problem")).contains("There is no such route.");
    }

    @Test
    void beginsAgainWhenThePersonDoesNotAgree() throws Exception {
        var person = new ScriptedDialogue("1", KEY, "", "n", "5", "gsk-other-0123456789", "", "Y");

        run(person);

        assertThat(kept("openai")).isEmpty();
        assertThat(kept("groq")).contains("gsk-other-0123456789");
        assertThat(config()).contains("provider = \"groq\"");
    }

    @Test
    void changesNothingWhenTheInputEnds() {
        var answers = new String[] {"1", KEY, "", ""};
        for (var given = 0; given < answers.length; given++) {
            var person = new ScriptedDialogue(Arrays.copyOf(answers, given));

            assertThatThrownBy(() -> run(person)).satisfies(SetupRunFixture::isInput);

            assertThat(file()).doesNotExist();
            assertThat(store.find("openai").found()).isEmpty();
        }
    }

    @Test
    void keepsTheKeyThatIsThere() throws Exception {
        store.holding("openai", "sk-kept-0123456789", Place.VAULT);
        var person = new ScriptedDialogue("1", "", "", "");

        var report = run(person);

        assertThat(report.saved()).isEmpty();
        assertThat(report.keySource()).contains("OS vault");
        assertThat(kept("openai")).contains("sk-kept-0123456789");
        assertThat(person.shown())
                .contains("key from OS vault", "sk-****...****6789")
                .doesNotContain("sk-kept-0123456789");
    }

    @Test
    void letsAPersonKeepARefusedKeyOrTypeAnother() throws Exception {
        probes.add(failed(Standing.REFUSED, Reason.CREDENTIAL_REFUSED, "It refused."));
        probes.add(failed(Standing.REFUSED, Reason.CREDENTIAL_REFUSED, "It refused again."));

        run(new ScriptedDialogue("1", "sk-first-0123456789", "", "sk-second-0123456789", "y", "", ""));

        assertThat(kept("openai")).contains("sk-second-0123456789");
    }

    @Test
    void skippingClearsTheProfileAndKeepsTheRest() throws Exception {
        write("""
                [profiles.default]
                provider = "openai"
                model = "m"
                planner_model = "p"
                ollama_host = "http://x"
                user_id = "me"
                """);

        run(new ScriptedDialogue("s", ""));

        assertThat(config()).isEqualTo("[profiles.default]\nprovider = \"auto\"\nuser_id = \"me\"\n");
    }

    @Test
    void startsFromWhatIsSet() throws Exception {
        write("[profiles.default]\nprovider = \"groq\"\nmodel = \"mine\"\napi_key = \"gsk-plain-0123456789\"\n");
        var person = new ScriptedDialogue("", "", "", "");

        run(person);

        assertThat(person.shown()).contains("* 5  Groq", "Provider [5]:", "[mine]:");
        assertThat(config()).contains("worker_model = \"mine\"").doesNotContain("api_key", "gsk-plain");
        assertThat(kept("groq")).contains("gsk-plain-0123456789");
    }

    @Test
    void keepsThePlainKeyOfAnotherProviderToo() throws Exception {
        write("[profiles.default]\nprovider = \"groq\"\napi_key = \"gsk-plain-0123456789\"\n");

        var report = run(new ScriptedDialogue("1", KEY, "", ""));

        assertThat(kept("groq")).contains("gsk-plain-0123456789");
        assertThat(kept("openai")).contains(KEY);
        assertThat(report.notices()).anyMatch(notice -> notice.contains("moved to the OS vault"));
    }

    @Test
    void asksBeforeItRemovesAKeyBesideTheOneThatIsKept() throws Exception {
        run(new ScriptedDialogue("1", KEY, "", ""));
        var before = "[profiles.default]\nprovider = \"openai\"\napi_key = \"sk-plain-0123456789\"\n";
        write(before);

        assertThatThrownBy(() -> run(new ScriptedDialogue("", "", "", "", "")))
                .isInstanceOf(ZavoraException.class)
                .hasMessageContaining("nothing was changed");
        assertThat(config()).isEqualTo(before);

        var report = run(new ScriptedDialogue("", "", "", "", "y"));

        assertThat(config()).doesNotContain("api_key");
        assertThat(kept("openai")).contains(KEY);
        assertThat(report.notices()).anyMatch(notice -> notice.contains("another key, was removed"));
    }

    @Test
    void offersInstalledLocalModels() throws Exception {
        Files.createDirectories(folder.resolve("models"));
        Files.writeString(folder.resolve("models/tiny.gguf"), "GGUF");
        var person = new ScriptedDialogue("7", "", "");

        run(person);

        assertThat(person.shown()).contains("installed: tiny", "1  tiny  installed");
        assertThat(config()).contains("model = \"tiny\"", "planner_model = \"tiny\"");
    }

    @Test
    void offersOnlyWhatTheServerHasThatStandsInForAProvider() throws Exception {
        environment.put("OPENAI_BASE_URL", "http://127.0.0.1:1/v1");
        var person = new ScriptedDialogue("1", KEY, "", "");

        run(person);

        assertThat(person.shown()).contains("1  one", "2  two", "[one]:");
        assertThat(config()).contains("\nmodel = \"one\"", "planner_model = \"one\"");
    }

    @Test
    void saysWhenTheVaultFailedAndWhenAVariableGoesBefore() throws Exception {
        store.failing(new VaultProblem(VaultProblem.Kind.FAILED, "it is broken"));
        environment.put("OPENAI_API_KEY", "sk-variable-0123456789");

        var report = run(new ScriptedDialogue("1", KEY, "", ""));

        assertThat(report.saved().orElseThrow().place()).isEqualTo(Place.FILE);
        assertThat(report.notices())
                .anyMatch(notice -> notice.contains("it is broken"))
                .anyMatch(notice -> notice.contains("OPENAI_API_KEY"));
        assertThat(report.json().string("key_source").orElseThrow()).contains("OPENAI_API_KEY");
    }

    @Test
    void takesNoKeyWhereNoneIsNeeded() {
        var run = new SetupRun(settings(), means());

        for (var provider : List.of("ollama", "local", "auto")) {
            assertThatThrownBy(() -> run.withoutQuestions(
                            provider, Set.of(SetupRun.Wish.KEY_FROM_STDIN), stream("sk-0123456789\n"), System.err))
                    .satisfies(SetupRunFixture::isInput);
        }
        assertThat(file()).doesNotExist();
    }

    @Test
    void refusesAKeyTooLongToBeOneRatherThanCutIt() {
        var run = new SetupRun(settings(), means());

        assertThatThrownBy(() -> run.withoutQuestions(
                        "openai", Set.of(SetupRun.Wish.KEY_FROM_STDIN), stream("a".repeat(16 * 1024 + 1)), System.err))
                .satisfies(SetupRunFixture::isInput);
        assertThat(file()).doesNotExist();
    }
}
