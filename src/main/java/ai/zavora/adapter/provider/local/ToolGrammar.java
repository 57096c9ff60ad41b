package ai.zavora.adapter.provider.local;

import ai.zavora.base.json.Json;
import ai.zavora.base.json.JsonValue;
import ai.zavora.core.tool.ToolSpec;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Builds the grammar (GBNF, as llama.cpp reads it) of tool calls from their JSON schemas. What a schema demands beyond
 * types, properties, {@code enum}, {@code const}, {@code items} and alternatives is not in the grammar: such a value may
 * be any JSON, and the tool's own check has the last word. Ours and not the engine's, because the engine's ends the
 * process over a schema it does not like.
 *
 * <p>Used once. Source of the notation:
 * <a href="https://github.com/ggml-org/llama.cpp/blob/master/grammars/README.md">llama.cpp, grammars/README.md</a>.
 */
final class ToolGrammar {

    private static final int MAX_DEPTH = 12;
    private static final int MAX_OPTIONAL = 24;

    private static final Map<String, String> COMMON = Map.of(
            "ws", "[ ]?",
            "string", "\"\\\"\" ( [^\"\\\\\\x00-\\x1f\\x7f] | \"\\\\\" [\"\\\\/bfnrt] )* \"\\\"\"",
            "integer", "\"-\"? ( \"0\" | [1-9] [0-9]{0,14} )",
            "number", "integer ( \".\" [0-9]{1,9} )?",
            "boolean", "\"true\" | \"false\"",
            "null", "\"null\"",
            "value", "object | array | string | number | boolean | null",
            "member", "string \":\" ws value",
            "object", "\"{\" ws ( member ( \",\" ws member )* )? \"}\"",
            "array", "\"[\" ( value ( \",\" ws value )* )? \"]\"");

    private final Map<String, String> rules = new LinkedHashMap<>();

    /** The grammar of a call of one of these tools: an object with {@code name} and {@code arguments}. */
    String of(List<ToolSpec> tools) {
        var calls = new ArrayList<String>();
        for (var tool : tools) {
            var arguments = object(tool.inputSchema(), 0);
            calls.add(literal("{\"name\": " + Json.write(JsonValue.of(tool.name())) + ", \"arguments\": ") + " "
                    + arguments + " \"}\"");
        }
        rules.put("root", String.join(" | ", calls));
        rules.putAll(COMMON);
        var grammar = new StringBuilder();
        rules.forEach((name, body) ->
                grammar.append(name).append(" ::= ").append(body).append('\n'));
        return grammar.toString();
    }

    private String value(JsonValue schema, int depth) {
        if (!(schema instanceof JsonValue.Obj type) || depth > MAX_DEPTH) {
            return "value";
        }
        var constant = type.get("const");
        if (constant.isPresent()) {
            return literal(Json.write(constant.get()));
        }
        var choices = type.array("enum");
        if (!choices.isEmpty()) {
            return alternatives(
                    choices.stream().map(choice -> literal(Json.write(choice))).toList());
        }
        for (var keyword : List.of("anyOf", "oneOf")) {
            var options = type.array(keyword);
            if (!options.isEmpty()) {
                return alternatives(
                        options.stream().map(option -> value(option, depth + 1)).toList());
            }
        }
        return switch (type.string("type").orElse("")) {
            case "object" -> type.object("properties").isPresent() ? object(type, depth) : "object";
            case "array" -> array(type, depth);
            case "string" -> "string";
            case "integer" -> "integer";
            case "number" -> "number";
            case "boolean" -> "boolean";
            case "null" -> "null";
            default -> "value";
        };
    }

    private String array(JsonValue.Obj type, int depth) {
        var item = type.get("items").map(items -> value(items, depth + 1)).orElse("value");
        return rule("\"[\" ( " + item + " ( \",\" ws " + item + " )* )? \"]\"");
    }

    /** Required members in the order of the schema, then any of the optional ones in that order. */
    private String object(JsonValue.Obj type, int depth) {
        var required = type.array("required");
        var demanded = new ArrayList<String>();
        var optional = new ArrayList<String>();
        var properties = type.object("properties").orElse(JsonValue.Obj.EMPTY).members();
        for (var property : properties.entrySet()) {
            var member = rule(literal(Json.write(JsonValue.of(property.getKey())) + ":") + " ws "
                    + value(property.getValue(), depth + 1));
            if (required.contains(JsonValue.of(property.getKey()))) {
                demanded.add(member);
            } else if (optional.size() < MAX_OPTIONAL) {
                optional.add(member);
            }
        }
        var body = new StringBuilder(String.join(" \",\" ws ", demanded));
        if (demanded.isEmpty()) {
            body.append(anyInOrder(optional));
        } else {
            optional.forEach(
                    member -> body.append(" ( \",\" ws ").append(member).append(" )?"));
        }
        return rule("\"{\" ws " + body + " \"}\"");
    }

    private static String anyInOrder(List<String> members) {
        var choices = new ArrayList<String>();
        for (var first = 0; first < members.size(); first++) {
            var choice = new StringBuilder(members.get(first));
            members.subList(first + 1, members.size())
                    .forEach(member ->
                            choice.append(" ( \",\" ws ").append(member).append(" )?"));
            choices.add(choice.toString());
        }
        return choices.isEmpty() ? "" : "( " + String.join(" | ", choices) + " )?";
    }

    private String alternatives(List<String> choices) {
        return rule(String.join(" | ", choices));
    }

    private String rule(String body) {
        var name = "r" + rules.size();
        rules.put(name, body);
        return name;
    }

    /** The text as a GBNF literal; JSON has no raw control characters, so quotes and backslashes are all there is. */
    private static String literal(String json) {
        return '"' + json.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }
}
