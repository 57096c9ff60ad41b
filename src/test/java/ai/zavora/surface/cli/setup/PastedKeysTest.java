package ai.zavora.surface.cli.setup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.zavora.surface.cli.setup.SetupRun.Wish;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What standard input may hold where a key belongs. */
final class PastedKeysTest extends SetupRunFixture {
    private void give(String text) throws InterruptedException {
        give(text, Set.of(Wish.KEY_FROM_STDIN, Wish.NO_VERIFICATION));
    }

    private void give(String text, Set<Wish> wishes) throws InterruptedException {
        new SetupRun(settings(), means()).withoutQuestions("openai", wishes, stream(text), System.err);
    }

    /** As it stands in a .env file or a script. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "OPENAI_API_KEY=%s",
                "  export OPENAI_API_KEY='%s'\r",
                "OPENAI_API_KEY = \"%s\"",
                "\"%s\"",
                "'%s'",
                "'OPENAI_API_KEY=%s'",
                "\ufeffOPENAI_API_KEY=%s",
                "OPENAI_API_KEY=\"%s\" # of the team",
                "OPENAI_API_KEY=%s # of the team",
                "%s\t# of the team",
                "# of the team\n\n  # and nobody else\nOPENAI_API_KEY=%s",
                "FIRST=1\nOPENAI_API_KEY=%s\n# the end"
            })
    void aLineIsReadAsItIsMeant(String line) throws Exception {
        give(line.formatted(KEY) + "\nOTHER=1\n");

        assertThat(kept("openai")).contains(KEY);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"spring.datasource.password=hunter2", "DB-PASSWORD=hunter2\nOTHER=1", "[profiles.default]\n"})
    void whatAnotherFileHoldsIsNoKeyAndGoesNowhere(String text) {
        probes.add(accepted());

        assertThatThrownBy(() -> give(text)).satisfies(SetupRunFixture::isInput);
        assertThatThrownBy(() -> give(text, Set.of(Wish.KEY_FROM_STDIN))).satisfies(SetupRunFixture::isInput);

        assertThat(probes).hasSize(1);
        assertThat(kept("openai")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            value = {
                "GROQ_API_KEY=%s, another variable than OPENAI_API_KEY",
                "export OTHER=%s, another variable than OPENAI_API_KEY",
                "OPENAI_API_KEY=, is not a key",
                "\"%s, is not a key",
                "OPENAI_API_KEY='%s, is not a key",
                "OPENAI_API_KEY= # %s, is not a key",
                "# %s, is not a key",
                "OPENAI_API_KEY='%s # x', is not a key",
                "postgres://agent:%s@db/1, is not a key",
                "`%s\nsk-another`, more than one",
                "`OPENAI_API_KEY=%s\nOPENAI_API_KEY=sk-another`, more than one",
                "`%s\nOTHER=1\nof the team`, more than one"
            })
    void aLineThatIsNoKeyIsNotKept(String line, String reason) {
        assertThatThrownBy(() -> give(line.formatted(KEY) + "\n"))
                .satisfies(SetupRunFixture::isInput)
                .hasMessageContaining(reason)
                .satisfies(failure -> assertThat(failure.toString()).doesNotContain(KEY));

        assertThat(kept("openai")).isEmpty();
        assertThat(folder).isEmptyDirectory();
    }
}
