package ai.zavora.wiring;

import ai.zavora.surface.cli.CommandLines;
import ai.zavora.testing.Page;
import java.io.IOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.CodeElement;
import java.lang.classfile.MethodModel;
import java.lang.classfile.instruction.ConstantInstruction;
import java.lang.classfile.instruction.InvokeDynamicInstruction;
import java.lang.classfile.instruction.InvokeInstruction;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * What tests give to the program, read from the compiled tests: the texts of each method in the order in which it uses
 * them, and the methods it calls. So neither a comment nor a word in the source of something else counts. Pages whose
 * blocks a test runs count as given by it.
 */
final class GivenTexts {
    private static final Pattern PAGE = Pattern.compile("docs/[\\w-]+\\.md");

    private record Method(List<String> texts, List<String> calls) {}

    private final List<Method> methods = new ArrayList<>();

    /** Reads all classes below folders of compiled tests. */
    GivenTexts(Path... folders) throws IOException {
        for (var folder : folders) {
            try (var files = Files.walk(folder)) {
                for (var file :
                        files.filter(path -> path.toString().endsWith(".class")).toList()) {
                    for (var method : ClassFile.of().parse(file).methods()) {
                        methods.add(read(method));
                    }
                }
            }
        }
    }

    private static Method read(MethodModel model) throws IOException {
        var method = new Method(new ArrayList<>(), new ArrayList<>());
        if (model.code().isPresent()) {
            for (var element : model.code().get()) {
                read(element, method);
            }
        }
        for (var text : List.copyOf(method.texts())) {
            if (PAGE.matcher(text).matches()) {
                Page.read(Path.of(text)).blocks("bash").forEach(method.texts()::add);
            }
        }
        return method;
    }

    private static void read(CodeElement element, Method method) {
        switch (element) {
            case ConstantInstruction constant
            when constant.constantValue() instanceof String text ->
                method.texts().add(text);
            case InvokeInstruction call -> method.calls().add(call.name().stringValue());
            case InvokeDynamicInstruction call ->
                call.bootstrapArgs().stream().filter(String.class::isInstance).forEach(text -> method.texts()
                        .add((String) text));
            default -> {}
        }
    }

    /** Whether a command is called: by its words one behind the other, or in a script. */
    boolean call(String command) {
        var words = List.of(command.split(" "));
        return methods.stream()
                .anyMatch(method -> Collections.indexOfSubList(method.texts(), words) >= 0
                        || method.texts().stream()
                                .flatMap(text -> CommandLines.in(text).stream())
                                .anyMatch(line -> CommandLines.path(line).equals(command)));
    }

    /** Whether a slash command is typed, as a line of its own with or without arguments. */
    boolean type(String slashCommand) {
        return anyText(Pattern.compile("(?m)^/" + Pattern.quote(slashCommand) + "( .*|\\r)?$"));
    }

    /** Whether a model asks for a tool. */
    boolean ask(String tool) {
        return methods.stream().anyMatch(method -> method.texts().contains(tool));
    }

    /**
     * Whether a request is sent: its path is a text, or the end of one, and the method is called, or named beside it.
     *
     * @param path with a name in braces for what differs
     */
    boolean send(String verb, String path) {
        var segments = new StringBuilder();
        for (var segment : path.substring(1).split("/", -1)) {
            segments.append('/').append(segment.startsWith("{") ? "[^/\\s'\"?]+" : Pattern.quote(segment));
        }
        var target = Pattern.compile(segments + "(?=[?'\"\\s]|$)");
        return methods.stream().anyMatch(method -> method.texts().stream()
                .anyMatch(text -> target.matcher(text).find()
                        && (isScript(text) ? scripted(verb, target, text) : sends(method, verb))));
    }

    private static boolean isScript(String text) {
        return text.contains("curl ");
    }

    private static boolean scripted(String verb, Pattern target, String script) {
        return script.replace("\\\n", " ")
                .lines()
                .filter(line -> target.matcher(line).find())
                .anyMatch(line -> verb.equals(verbOf(line)));
    }

    private static String verbOf(String line) {
        var named = Pattern.compile("-X ([A-Z]+)").matcher(line);
        return named.find() ? named.group(1) : line.contains(" -d ") ? "POST" : "GET";
    }

    private static boolean sends(Method method, String verb) {
        var calls = new TreeSet<>(method.calls());
        return switch (verb) {
            case "GET" -> calls.contains("get") || calls.contains("GET");
            case "POST" -> calls.contains("post") || calls.contains("posting") || calls.contains("POST");
            default -> calls.contains(verb);
        };
    }

    private boolean anyText(Pattern pattern) {
        return methods.stream().anyMatch(method -> method.texts().stream()
                .anyMatch(text -> pattern.matcher(text).find()));
    }
}
