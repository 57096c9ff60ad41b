package ai.zavora.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The gate behind {@code make docs-check}: the pages as they are, and pages that are wrong on purpose. */
final class DocsCheckTest {
    private static final Path PROJECT = Path.of("");

    @TempDir
    private Path folder;

    @Test
    void thePagesSpeakOfWhatThereIs() throws IOException {
        assertThat(new DocsCheck(PROJECT, PROJECT).findings()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '@', quoteCharacter = '~', textBlock = """
            Run `zavora-cli sesions list`.                      @ unknown command 'sesions'
            Run `zavora-cli sessions lst`.                      @ unknown command 'lst' of 'sessions'
            Run `zavora-cli --provider x sessions list --keep`. @ 'sessions list' has no option --keep
            See `sessions prune --dryrun`.                      @ 'sessions prune' has no option --dryrun
            Give `--provder`.                                   @ nothing has the flag --provder
            Set `session_backnd`.                               @ nothing is named session_backnd
            Set `session_backnd = "sqlite"`.                    @ there is no key session_backnd
            Set `ZAVORA_PROVDER`.                               @ nothing reads ZAVORA_PROVDER
            Run `make tests`.                                   @ there is no target 'make tests'
            See [there](missing.md).                            @ the link missing.md leads nowhere
            See [there](page.md#missing).                       @ the link page.md#missing leads to no heading
            """)
    void aWordForWhatIsNotThereIsFound(String text, String finding) throws IOException {
        assertThat(checked("# Page\n\n" + text + "\n"))
                .singleElement()
                .asString()
                .isEqualTo("docs/page.md: " + finding);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '@', quoteCharacter = '~', textBlock = """
            console @ $ ./zavora-cli chatt        @ unknown command 'chatt'
            console @ cd x && make instal         @ there is no target 'make instal'
            toml    @ [profiles.default]\\nmodl = 1 @ a profile does not load: .*unknown key 'modl'.*
            toml    @ [profiles.x]\\nprovider = "y" @ a profile does not load: .*'y' is not one of.*
            bash    @ zavora-cli doctor           @ its bash blocks are run by no test.*
            ruby    @ puts 1                      @ a block in 'ruby'.*
            """)
    void soIsABlock(String language, String text, String finding) throws IOException {
        var block = "```" + language + "\n" + text.replace("\\n", "\n") + "\n```\n";

        assertThat(checked(block)).singleElement().asString().matches("(?s)docs/page.md: " + finding);
    }

    @Test
    void whatIsThereIsNoFinding() throws IOException {
        assertThat(checked("""
                        # A page, of sorts

                        See [below](#a-page-of-sorts): `zavora-cli sessions prune --keep 5 --dry-run | head -1`, `ask [PROMPT…]`,
                        `server serve --port 0`, `--provider groq`, `session_backend = "sqlite"`, `guardrail_terms`, `PERF_PORT`,
                        `OPENAI_API_KEY`, `make test`, `models pull NAME`.

                        ```console
                        $ ./zavora-cli ask -o json "zavora-cli --nonsense" \\
                            --file a.txt > out.json
                        ```

                        ```toml
                        [profiles.default]
                        provider = "openai"
                        ```
                        """)).isEmpty();
    }

    private List<String> checked(String text) throws IOException {
        Files.createDirectories(folder.resolve("docs"));
        Files.writeString(folder.resolve("docs/page.md"), text);
        return new DocsCheck(folder, PROJECT).findings();
    }
}
