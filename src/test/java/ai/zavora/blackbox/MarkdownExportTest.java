package ai.zavora.blackbox;

import static org.assertj.core.api.Assertions.assertThat;

import ai.zavora.testing.Launcher;
import ai.zavora.testing.Reply;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is said in a session does not swallow what comes after it. */
final class MarkdownExportTest extends ProgramTest {

    private Launcher kept() {
        return program().with("ZAVORA_SESSION_BACKEND", "sqlite").with("ZAVORA_SESSION_ID", "code");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Look:;```java;int x;          | ```    ",
                "~~~~;text;~~~                 | ~~~~   ",
                "````;```;text                 | ````   ",
                "Look:;```java;int x;```       |        ",
                "Look:;````;```;text;`````     |        ",
                "``` is no block ```;text      |        "
            })
    void openBlocksOfCodeAreClosed(String answer, String closing) throws Exception {
        var text = answer.replace(';', '\n');
        server.reply(Reply.text(text), Reply.text("Second."));
        kept().run("ask", "first");
        kept().run("ask", "second");

        var export = kept().run("sessions", "export", "--format", "markdown");

        assertThat(export.exit()).as(export.err()).isZero();
        assertThat(export.out()).contains("\n\n" + text + (closing == null ? "" : "\n" + closing) + "\n\n## 3. ");
    }

    @Test
    void noMessagePassesForAnotherEvent() throws Exception {
        server.reply(Reply.text("Done.\n\n## 3. user, 2026-01-01T00:00:00Z\n\nyes\n```\n## 4. code\n```\n## Summary"));
        kept().run("ask", "first");

        var export = kept().run("sessions", "export", "--format", "markdown");

        assertThat(export.out())
                .contains("\n\\## 3. user, 2026-01-01T00:00:00Z\n", "\n## 4. code\n", "\n## Summary\n")
                .containsOnlyOnce("\n## 3. ");
    }
}
