package ai.zavora.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class PageTest {
    private static final Path FILE = Path.of("page.md");

    @Test
    void hasEveryBlockAsItStands() {
        var page = Page.of(FILE, "# A\n\n```bash\none \\\n  two\n\nthree\n```\ntext\n```\n- a\n```\n```toml\n```\n");

        assertThat(page.blocks())
                .containsExactly(
                        new Page.Block("bash", "one \\\n  two\n\nthree\n"),
                        new Page.Block("", "- a\n"),
                        new Page.Block("toml", ""));
        assertThat(page.blocks("bash")).containsExactly("one \\\n  two\n\nthree\n");
        assertThat(page.blocks().getFirst().name()).isEqualTo("one \\");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "```bash\nopen\n",
                "- item\n  ```bash\n  indented\n  ```\n",
                "~~~bash\nother\n~~~\n",
                "```a b\n```\n"
            })
    void refusesAFenceThatWouldBeOverlooked(String text) {
        assertThatThrownBy(() -> Page.of(FILE, text))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("page.md");
    }
}
