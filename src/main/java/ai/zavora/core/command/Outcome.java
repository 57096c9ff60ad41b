package ai.zavora.core.command;

import ai.zavora.base.error.ErrorKind;
import ai.zavora.base.error.ZavoraException;
import ai.zavora.core.llm.ModelRoute;
import ai.zavora.core.session.SessionKey;
import java.util.List;
import java.util.function.Function;

/** What a slash command led to; the surface shows it. Texts are plain, lines end with {@code \n}, the last one does not. */
public sealed interface Outcome {

    /** Something to read. */
    record Text(String text) implements Outcome {}

    /** It could not be done; nothing changed. */
    record Failed(ErrorKind kind, String message, String hint) implements Outcome {

        static Failed of(ZavoraException failure) {
            return new Failed(failure.kind(), failure.getMessage(), failure.hint());
        }
    }

    /** Later turns go to another model. */
    record Switched(ModelRoute from, ModelRoute to) implements Outcome {}

    /** Later turns belong to this new session. */
    record NewSession(SessionKey key) implements Outcome {}

    /** The visible screen should be emptied; the session is untouched. */
    record ClearScreen() implements Outcome {}

    /**
     * The person must choose first.
     *
     * @param title what is chosen
     * @param answer takes what the person wrote: a number from 1, an id, any other text, or nothing to leave all as is
     */
    record Choose(String title, List<Choice> choices, Function<String, Outcome> answer) implements Outcome {
        public Choose {
            choices = List.copyOf(choices);
        }
    }

    /** The chat is over. */
    record Quit() implements Outcome {}

    /**
     * One line of a list to choose from.
     *
     * @param id what choosing it stands for
     * @param note what helps to choose; may be empty
     */
    record Choice(String id, String note) {}
}
