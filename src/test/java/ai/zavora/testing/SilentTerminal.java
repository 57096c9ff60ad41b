package ai.zavora.testing;

import ai.zavora.surface.cli.setup.Echo;

/** A terminal that nobody sees, and that is never stopped. */
public record SilentTerminal() implements Echo, Echo.Held {
    @Override
    public Held hold(Typed typed, Runnable resumed) {
        return this;
    }

    @Override
    public void takeRest() {}

    @Override
    public void close() {}
}
