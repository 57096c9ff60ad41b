package ai.zavora.core.tool;

import java.net.URI;
import java.nio.file.Path;
import java.util.List;

/** One thing a tool call would touch. The permission policy decides on these facts, not on the call's text. */
public sealed interface Access {

    /** Reads this file or folder. */
    record Read(Path path) implements Access {}

    /** Creates, changes or deletes this file or folder. */
    record Write(Path path) implements Access {}

    /** Starts this program with these arguments, no shell in between. */
    record Exec(List<String> command) implements Access {
        public Exec {
            command = List.copyOf(command);
        }
    }

    /** Talks to this address. */
    record Net(URI uri) implements Access {}

    /** Does something that could not be taken apart; the text is for the person who is asked. */
    record Opaque(String text) implements Access {}
}
