package ai.zavora.core.agent;

import ai.zavora.base.json.Json;
import ai.zavora.base.text.WholeCharacters;
import ai.zavora.core.llm.Message;
import ai.zavora.core.llm.Part;
import ai.zavora.core.llm.Role;
import ai.zavora.core.llm.TokenEstimate;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A conversation as plain text, to be summarised. Pure. */
final class Transcript {
    private static final String OLDER_LEFT_OUT = "[Older messages are left out here.]\n";
    /** The bytes of the longest mark in place of the middle of a message. */
    private static final int MARK = 50;
    /** No message is shortened to fewer bytes: many such pieces would tell nothing. */
    private static final int LEAST = 500;

    private Transcript() {}

    /**
     * Where all of it would be too long, the longest messages lose their middle, so that those beside them, such as the
     * last summary, stay whole. Of very many messages the newest are kept. Marks say where something is left out.
     *
     * @param messages oldest first
     * @param most how many bytes of UTF-8 it may have, roughly
     */
    static String of(List<Message> messages, long most) {
        var said = said(messages);
        var longest = Math.max(LEAST, share(said, most));
        var kept = new ArrayDeque<String>();
        var room = most;
        for (var each : said.reversed()) {
            var line = each.line(longest);
            var length = TokenEstimate.bytes(line);
            if (length > room && !kept.isEmpty()) {
                kept.addFirst(OLDER_LEFT_OUT);
                break;
            }
            kept.addFirst(line);
            room -= length;
        }
        return String.join("", kept);
    }

    /** How long a message may be when all are to fit: what short ones do not use goes to longer ones. */
    private static long share(List<Said> said, long most) {
        var lengths = said.stream().mapToLong(Said::length).sorted().toArray();
        var room = most;
        for (var i = 0; i < lengths.length; i++) {
            var share = room / (lengths.length - i);
            if (lengths[i] > share) {
                return share;
            }
            room -= lengths[i];
        }
        return most;
    }

    private static List<Said> said(List<Message> messages) {
        var said = new ArrayList<Said>();
        for (var message : messages) {
            for (var part : message.parts()) {
                said(message.role(), part).ifPresent(said::add);
            }
        }
        return said;
    }

    private static Optional<Said> said(Role role, Part part) {
        return switch (part) {
            case Part.Text(var words) ->
                words.isBlank()
                        ? Optional.empty()
                        : Optional.of(
                                switch (role) {
                                    case USER -> new Said("User: ", words);
                                    case ASSISTANT -> new Said("Assistant: ", words);
                                    case TOOL -> new Said("Tool: ", words);
                                });
            case Part.ToolUse use ->
                Optional.of(new Said("Assistant calls " + use.name() + ": ", Json.write(use.input())));
            case Part.ToolOutput output ->
                Optional.of(new Said(output.name() + " returns: ", Json.write(output.output())));
            case Part.Image _ -> Optional.of(new Said("User shows ", "an image."));
            case Part.Reasoning _ -> Optional.empty();
        };
    }

    /** @param bytes of the text */
    private record Said(String speaker, String text, long bytes) {
        Said(String speaker, String text) {
            this(speaker, text, TokenEstimate.bytes(text));
        }

        /** Of the whole line, in bytes. */
        long length() {
            return speaker.length() + bytes + 1;
        }

        String line(long longest) {
            if (length() <= longest) {
                return speaker + text + '\n';
            }
            var half = (int) (Math.max(0, longest - speaker.length() - MARK) * text.length() / bytes / 2);
            var from = WholeCharacters.boundary(text, half);
            var to = WholeCharacters.boundary(text, text.length() - half);
            var mark = "\n[" + (to - from) + " characters are left out here.]\n";
            return speaker + text.substring(0, from) + mark + text.substring(to) + '\n';
        }
    }
}
