package ai.zavora.surface.cli;

import ai.zavora.base.config.RunSettings.OutputFormat;
import ai.zavora.base.json.Json;
import ai.zavora.base.json.JsonValue;
import ai.zavora.surface.cli.ask.ResultStream;
import ai.zavora.surface.cli.syntax.CommandSyntax.Switch;

/** Prints what a command that asks no model has to say, as text or as one JSON value. */
final class Results {
    /** The option that asks for JSON; {@code --output-format json} does the same. */
    static final Switch JSON = new Switch("--json", "Prints one JSON object.");

    private final Invocation invocation;
    private final ResultStream out;

    Results(Invocation invocation) {
        this.invocation = invocation;
        this.out = new ResultStream(invocation.streams().out());
    }

    /** Whether JSON was asked for. */
    boolean structured() {
        return invocation.arguments().has(JSON) || invocation.settings().run().format() != OutputFormat.TEXT;
    }

    /** Prints text that ends with a line feed. */
    void print(String text) {
        out.write(text);
    }

    /** Prints a value: on several lines for --json, which people read too, else on one. */
    void print(JsonValue value) {
        out.line(
                invocation.settings().run().format() == OutputFormat.TEXT
                        ? Json.writePretty(value)
                        : Json.write(value));
    }
}
