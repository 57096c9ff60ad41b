package ai.zavora.core.agent;

import ai.zavora.base.json.Json;
import ai.zavora.base.text.WholeCharacters;
import ai.zavora.core.llm.Message;
import ai.zavora.core.llm.Part;
import ai.zavora.core.llm.Role;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;

/** A conversation as plain text, to be summarised. Pure. */
final class Transcript {
    private static final String OLDER_LEFT_OUT = "[Older messages are left out here.]\n";

    private Transcript() {}

    /**
     * Of a conversation that is too long it has the newest part. The message that fits only in part, which may be the
     * newest, keeps its beginning and its end. Marks say where something is left out.
     *
     * @param messages oldest first
     * @param most how many characters it may have without the marks; at least 1
     */
    static String of(List<Message> messages, long most) {
        var said = said(messages);
        var kept = new ArrayDeque<String>();
        var room = most;
        for (var i = said.size() - 1; i >= 0; i--) {
            var line = said.get(i).line();
            if (line.length() > room) {
                kept.addFirst(shortened(line, (int) room));
                if (i > 0) {
                    kept.addFirst(OLDER_LEFT_OUT);
                }
                break;
            }
            kept.addFirst(line);
            room -= line.length();
        }
        return String.join("", kept);
    }

    private static List<Said> said(List<Message> messages) {
        var said = new ArrayList<Said>();
        for (var message : messages) {
            for (var part : message.parts()) {
                var silent = part instanceof Part.Reasoning || (part instanceof Part.Text(var text) && text.isBlank());
                if (!silent) {
                    said.add(new Said(message.role(), part));
                }
            }
        }
        return said;
    }

    private static String shortened(String line, int room) {
        var from = WholeCharacters.boundary(line, room / 2);
        var to = WholeCharacters.boundary(line, line.length() - room / 2);
        return line.substring(0, from) + "\n[" + (to - from) + " characters are left out here.]\n" + line.substring(to);
    }

    private record Said(Role role, Part part) {
        String line() {
            return switch (part) {
                case Part.Text(var words) -> speaker() + words + '\n';
                case Part.ToolUse use -> "Assistant calls " + use.name() + ": " + Json.write(use.input()) + '\n';
                case Part.ToolOutput output -> output.name() + " returns: " + Json.write(output.output()) + '\n';
                case Part.Image _ -> "User shows an image.\n";
                case Part.Reasoning _ -> "";
            };
        }

        private String speaker() {
            return switch (role) {
                case USER -> "User: ";
                case ASSISTANT -> "Assistant: ";
                case TOOL -> "Tool: ";
            };
        }
    }
}
