package ai.zavora.app;

import ai.zavora.adapter.provider.Probes;
import ai.zavora.adapter.provider.Providers;
import ai.zavora.core.credential.Credentials;
import ai.zavora.core.llm.ModelLibrary;
import ai.zavora.surface.cli.setup.SetupMeans;

/** Puts together what a setup works with. A class of its own, so that no other command loads any of it. */
final class SetupWiring {
    private SetupWiring() {}

    static SetupMeans means(Models models, ModelLibrary library, Credentials credentials, Signals signals) {
        return new SetupMeans(
                Providers.all(), library, credentials, new Probes(), models::checked, new TerminalEcho(signals));
    }
}
