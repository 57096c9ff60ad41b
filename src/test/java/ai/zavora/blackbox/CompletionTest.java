package ai.zavora.blackbox;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** The completion script, as a shell loads it. */
final class CompletionTest extends ProgramTest {

    @Test
    void bashCompletesCommandsWithIt() throws Exception {
        var run = program().onPath().shell("""
                set -e
                source <(zavora-cli completion bash)
                COMP_WORDS=(zavora-cli sessions pru)
                COMP_CWORD=2
                COMP_LINE='zavora-cli sessions pru'
                COMP_POINT=${#COMP_LINE}
                $(complete -p zavora-cli | sed 's/.*-F \\([^ ]*\\).*/\\1/') zavora-cli pru sessions
                printf '%s\\n' "${COMPREPLY[@]}"
                """);

        assertThat(run.exit()).as(run.err()).isZero();
        assertThat(run.out().strip()).isEqualTo("prune");
    }
}
