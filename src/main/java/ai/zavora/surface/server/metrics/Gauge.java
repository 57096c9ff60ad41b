package ai.zavora.surface.server.metrics;

import java.util.List;
import java.util.OptionalDouble;
import java.util.function.Supplier;

/** What goes up and down: asked for when it is told. */
record Gauge(String name, String type, String help, Supplier<OptionalDouble> value) implements Family {

    @Override
    public void writeTo(TextFormat out) {
        var now = value.get();
        if (now.isPresent()) {
            out.family(name, type, help);
            out.sample(name, List.of(), List.of(), now.getAsDouble());
        }
    }
}
