package ai.zavora.surface.cli.setup;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/** A person who answers by a script and leaves at its end. */
final class ScriptedDialogue implements Dialogue {
    private final Deque<String> answers;
    private final List<String> shown = new ArrayList<>();

    ScriptedDialogue(String... answers) {
        this.answers = new ArrayDeque<>(List.of(answers));
    }

    /** Everything the person has seen. */
    String shown() {
        return String.join("\n", shown);
    }

    /** Answers that no question was left for. */
    int unused() {
        return answers.size();
    }

    @Override
    public void say(String line) {
        shown.add(line);
    }

    @Override
    public String ask(String question) {
        shown.add(question);
        if (answers.isEmpty()) {
            throw Dialogue.ended();
        }
        var answer = answers.removeFirst();
        shown.add("> " + answer);
        return answer.strip();
    }

    @Override
    public String askHidden(String question) {
        shown.add(question);
        if (answers.isEmpty()) {
            throw Dialogue.ended();
        }
        return answers.removeFirst().strip();
    }
}
