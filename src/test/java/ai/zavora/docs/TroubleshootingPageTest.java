package ai.zavora.docs;

import static org.assertj.core.api.Assertions.assertThat;

import ai.zavora.base.error.ErrorKind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Pages that go through the kinds of errors have each of them once, with its exit code. */
final class TroubleshootingPageTest {
    private static final Pattern SECTION = Pattern.compile("(?m)^## ([A-Z]+): exit code (\\d+)$\\n([^#]*)");

    private static final List<String> KINDS = Arrays.stream(ErrorKind.values())
            .map(kind -> kind + " " + kind.exitCode())
            .toList();

    private static String page(String name) throws IOException {
        return Files.readString(Path.of(name));
    }

    @Test
    void everyKindHasItsSection() throws IOException {
        assertThat(sections(page("docs/troubleshooting.md"))).containsExactlyElementsOf(KINDS);
    }

    @Test
    void everySectionSaysWhatToDo() throws IOException {
        assertThat(SECTION.matcher(page("docs/troubleshooting.md")).results())
                .allSatisfy(section -> assertThat(section.group(3))
                        .as(section.group(1))
                        .containsAnyOf("| what happened | what to do |", "please report"));
    }

    @Test
    void theOtherTablesHaveTheSameCodes() throws IOException {
        for (var kind : ErrorKind.values()) {
            assertThat(page("docs/architecture.md")).contains("| " + kind + " | " + kind.exitCode() + " |");
            assertThat(page("README.md")).contains("\n| " + kind.exitCode() + " | ");
        }
    }

    @Test
    void aKindThatIsLeftOutOrHasAnotherCodeIsSeen() throws IOException {
        var page = page("docs/troubleshooting.md");

        assertThat(sections(page.replace("## SESSION:", "## Sessions:"))).isNotEqualTo(KINDS);
        assertThat(sections(page.replace("exit code 42", "exit code 41"))).isNotEqualTo(KINDS);
    }

    private static List<String> sections(String page) {
        return SECTION.matcher(page)
                .results()
                .map(section -> section.group(1) + " " + section.group(2))
                .toList();
    }
}
