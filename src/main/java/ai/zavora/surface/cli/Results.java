package ai.zavora.surface.cli;

import ai.zavora.base.config.RunSettings.OutputFormat;
import ai.zavora.base.json.Json;
import ai.zavora.base.json.JsonValue;
import ai.zavora.surface.cli.ask.ResultStream;
import ai.zavora.surface.cli.syntax.CommandSyntax.Switch;
import java.io.IOException;
import java.io.UncheckedIOException;

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
        out.line(layout() == Json.Layout.PRETTY ? Json.writePretty(value) : Json.write(value));
    }

    private Json.Layout layout() {
        return invocation.settings().run().format() == OutputFormat.TEXT ? Json.Layout.PRETTY : Json.Layout.COMPACT;
    }

    /** Prints an object with a list, item by item. */
    void print(Json.Listing listing) {
        try {
            var writer = out.writer();
            Json.write(listing, layout(), writer);
            writer.write('\n');
            writer.flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
