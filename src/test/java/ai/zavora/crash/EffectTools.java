package ai.zavora.crash;

import ai.zavora.base.json.JsonValue;
import ai.zavora.core.tool.Access;
import ai.zavora.core.tool.Tool;
import ai.zavora.core.tool.ToolResult;
import ai.zavora.testing.FakeTool;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.function.Function;

/** Tools whose effect can be counted after the process is gone: each call adds the id it is given to a file. */
final class EffectTools {
    private static final JsonValue.Obj OK = JsonValue.object().put("ok", true).build();

    private EffectTools() {}

    /** What a call must be given to be known by its effect. */
    static JsonValue.Obj arguments(String id) {
        return JsonValue.object().put("id", id).build();
    }

    static List<Tool> all(Path file) {
        return List.of(
                tool("look", file, arguments -> new ToolResult.Ok(OK)).withAccesses(new Access.Read(file)),
                tool("note", file, arguments -> new ToolResult.Ok(OK)),
                tool("refused", file, arguments -> new ToolResult.Ok(OK)),
                tool("fail", file, arguments -> new ToolResult.Failed("failed", "It had an effect and failed.")),
                tool("break", file, arguments -> {
                    throw new IllegalStateException("a defect, after the effect");
                }));
    }

    private static FakeTool tool(String name, Path file, Function<JsonValue.Obj, ToolResult> end) {
        return FakeTool.named(name).withAccesses(new Access.Write(file)).withAction(arguments -> {
            append(file, arguments.string("id").orElseThrow());
            return end.apply(arguments);
        });
    }

    /** One write at the end of the file, so that calls side by side do not mix. */
    private static void append(Path file, String id) {
        try (var channel = FileChannel.open(file, StandardOpenOption.APPEND)) {
            channel.write(StandardCharsets.UTF_8.encode(id + "\n"));
            channel.force(false);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
