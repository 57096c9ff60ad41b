package ai.zavora.adapter.provider.openai;

import ai.zavora.base.json.Json;
import ai.zavora.base.json.JsonValue;
import ai.zavora.core.llm.ModelDelta;
import ai.zavora.core.llm.Part;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;

/**
 * Puts parallel tool calls together from their fragments. OpenAI tells them apart by index; other servers leave the
 * index out, repeat the id, give all calls index 0, or send whole calls at once.
 */
final class CallFragments {
    private final List<Call> calls = new ArrayList<>();
    private final Map<Long, Call> byIndex = new HashMap<>();

    /** One call in the making. */
    private static final class Call {
        private final String id;
        private final boolean ownId;
        private final StringBuilder arguments = new StringBuilder();
        private String name = "";

        Call(String id) {
            this.ownId = !id.isEmpty();
            this.id = ownId ? id : "call_" + UUID.randomUUID();
        }
    }

    boolean isEmpty() {
        return calls.isEmpty();
    }

    void add(JsonValue.Obj fragment, Consumer<ModelDelta> onDelta) {
        var function = fragment.object("function").orElse(JsonValue.Obj.EMPTY);
        var name = function.string("name").orElse("");
        var call = callOf(fragment, name);
        if (call.name.isEmpty() && !name.isEmpty()) {
            call.name = name;
            onDelta.accept(new ModelDelta.ToolUseStarted(call.id, name));
        }
        function.get("arguments").ifPresent(arguments -> call.arguments.append(text(arguments)));
    }

    /** Some servers send the arguments as an object. */
    private static String text(JsonValue arguments) {
        return switch (arguments) {
            case JsonValue.Str(var text) -> text;
            case JsonValue.Null _ -> "";
            case JsonValue.Obj _, JsonValue.Arr _, JsonValue.Num _, JsonValue.Bool _ -> Json.write(arguments);
        };
    }

    private Call callOf(JsonValue.Obj fragment, String name) {
        var id = fragment.string("id").orElse("");
        var index = fragment.integer("index");
        var known = index.isPresent() ? Optional.ofNullable(byIndex.get(index.getAsLong())) : withoutIndex(id, name);
        if (known.isPresent() && !isAnother(known.get(), id)) {
            return known.get();
        }
        var call = new Call(id);
        calls.add(call);
        index.ifPresent(i -> byIndex.put(i, call));
        return call;
    }

    private static boolean isAnother(Call known, String id) {
        return known.ownId && !id.isEmpty() && !known.id.equals(id);
    }

    private Optional<Call> withoutIndex(String id, String name) {
        if (!id.isEmpty()) {
            return calls.stream().filter(call -> call.id.equals(id)).findFirst();
        }
        return name.isEmpty() && !calls.isEmpty() ? Optional.of(calls.getLast()) : Optional.empty();
    }

    List<Part> parts() {
        return calls.stream()
                .<Part>map(call -> new Part.ToolUse(
                        call.id, call.name, ToolArguments.read(call.arguments.toString()), Optional.empty()))
                .toList();
    }
}
