package ai.zavora.base.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * TOML as lines that can be changed one by one. It knows the plain forms that people write, and does not understand the
 * text as a whole: whoever changes it reads the outcome again to see whether it says what was meant. Pure.
 */
final class TomlLines {
    private static final Pattern LINE = Pattern.compile("[^\\n]*\\n|[^\\n]+$");
    private static final Pattern HEADER = Pattern.compile("\uFEFF?\\s*\\[{1,2}[^\\[\\]]*\\]{1,2}\\s*(?:#.*)?\\R?");
    private static final Pattern STATEMENT = Pattern.compile("(\\s*(?:\"[^\"\\\\]*\"|'[^']*'|[A-Za-z0-9_-]+)\\s*=\\s*)"
            + "(\"(?:[^\"\\\\\\n]|\\\\.)*\"|'[^'\\n]*')(\\s*(?:#.*)?\\R?)");

    private final List<String> lines = new ArrayList<>();
    private final String lineEnd;

    TomlLines(String text) {
        LINE.matcher(text).results().forEach(line -> lines.add(line.group()));
        this.lineEnd = !lines.isEmpty() && lines.getFirst().endsWith("\r\n") ? "\r\n" : "\n";
    }

    /**
     * The text with keys of one profile set and removed.
     *
     * @param changes the new value of each key, or none to remove it
     * @return empty when a key has a value that does not stand on one line by itself
     */
    Optional<String> changed(String profile, Map<String, Optional<String>> changes) {
        var start = header(profile);
        if (start.isEmpty()) {
            return Optional.of(appended(profile, changes));
        }
        var at = start.get() + 1;
        for (var change : changes.entrySet()) {
            var line = line(start.get(), change.getKey());
            if (line.isEmpty()) {
                if (change.getValue().isPresent()) {
                    endLine(at - 1);
                    lines.add(at++, statement(change.getKey(), change.getValue().get()));
                }
                continue;
            }
            var matcher = STATEMENT.matcher(lines.get(line.get()));
            if (!matcher.matches()) {
                return Optional.empty();
            }
            change(line.get(), matcher, change.getValue());
            at = change.getValue().isPresent() ? Math.max(at, line.get() + 1) : line.get() < at ? at - 1 : at;
        }
        return Optional.of(String.join("", lines));
    }

    private void change(int line, Matcher statement, Optional<String> value) {
        if (value.isEmpty()) {
            lines.remove(line);
        } else {
            lines.set(line, statement.group(1) + quoted(value.get()) + statement.group(3));
        }
    }

    private Optional<Integer> header(String profile) {
        var name = "(?:\"" + Pattern.quote(profile) + "\"|'" + Pattern.quote(profile) + "'"
                + (isBare(profile) ? "|" + Pattern.quote(profile) : "") + ")";
        var header = Pattern.compile("\uFEFF?\\s*\\[\\s*profiles\\s*\\.\\s*" + name + "\\s*\\]\\s*(?:#.*)?\\R?");
        for (var i = 0; i < lines.size(); i++) {
            if (header.matcher(lines.get(i)).matches()) {
                return Optional.of(i);
            }
        }
        return Optional.empty();
    }

    /** The line below a header, and before the next one, that sets a key. */
    private Optional<Integer> line(int header, String key) {
        var quoted = Pattern.quote(key);
        var statement =
                Pattern.compile("\\s*(?:" + quoted + "|\"" + quoted + "\"|'" + quoted + "')\\s*=.*", Pattern.DOTALL);
        for (var i = header + 1; i < lines.size(); i++) {
            if (HEADER.matcher(lines.get(i)).matches()) {
                break;
            }
            if (statement.matcher(lines.get(i)).matches()) {
                return Optional.of(i);
            }
        }
        return Optional.empty();
    }

    private String appended(String profile, Map<String, Optional<String>> changes) {
        if (!lines.isEmpty()) {
            endLine(lines.size() - 1);
            if (!lines.getLast().isBlank()) {
                lines.add(lineEnd);
            }
        }
        lines.add("[profiles." + (isBare(profile) ? profile : quoted(profile)) + "]" + lineEnd);
        changes.forEach((key, value) -> value.ifPresent(text -> lines.add(statement(key, text))));
        return String.join("", lines);
    }

    private void endLine(int line) {
        if (!lines.get(line).endsWith("\n")) {
            lines.set(line, lines.get(line) + lineEnd);
        }
    }

    private String statement(String key, String value) {
        return key + " = " + quoted(value) + lineEnd;
    }

    private static boolean isBare(String name) {
        return !name.isEmpty()
                && name.chars().allMatch(c -> c < 128 && (Character.isLetterOrDigit(c) || c == '_' || c == '-'));
    }

    /** A text as a TOML string. */
    static String quoted(String text) {
        var quoted = new StringBuilder("\"");
        for (var i = 0; i < text.length(); i++) {
            var c = text.charAt(i);
            if (c == '"' || c == '\\') {
                quoted.append('\\').append(c);
            } else if (c < ' ' || c == 127) {
                quoted.append("\\u%04x".formatted((int) c));
            } else {
                quoted.append(c);
            }
        }
        return quoted.append('"').toString();
    }
}
