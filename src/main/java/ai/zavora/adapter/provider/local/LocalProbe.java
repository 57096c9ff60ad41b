package ai.zavora.adapter.provider.local;

import ai.zavora.adapter.provider.local.library.ModelFolder;
import ai.zavora.base.config.ProviderSettings;
import ai.zavora.core.llm.ModelException;
import ai.zavora.core.llm.ModelException.Reason;
import ai.zavora.core.llm.ModelLibrary;
import ai.zavora.core.llm.ProbeResult;
import ai.zavora.core.llm.ProbeResult.Reach;
import ai.zavora.core.llm.ProbeResult.Standing;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/** Looks whether a model is installed that can run in the process. Loads none. */
public final class LocalProbe {
    private LocalProbe() {}

    /** Why a model cannot be used, by its name or path; empty when it is there or can be fetched. Loads none. */
    public static Optional<ModelException> problem(ProviderSettings settings, String model) {
        if (!LocalModelClient.isPath(model)) {
            return LocalModelClient.unknown(new ModelFolder(settings.modelFolder(), settings.network()), model);
        }
        return Files.isReadable(Path.of(model))
                ? Optional.empty()
                : Optional.of(new ModelException(
                        Reason.NOT_FOUND,
                        "The model file " + model + " is not there, or cannot be read.",
                        "Give the path of a GGUF file that is there."));
    }

    /** One look, as {@link ai.zavora.core.llm.ProviderProbe} describes it. */
    public static ProbeResult look(ProviderSettings settings) {
        var start = System.nanoTime();
        var installed = new ModelFolder(settings.modelFolder(), settings.network())
                .installed().stream().map(ModelLibrary.Installed::name).toList();
        Optional<ModelException> failure = installed.isEmpty()
                ? Optional.of(new ModelException(
                        Reason.NOT_FOUND,
                        "No local model is installed.",
                        "Fetch one with `zavora-cli models pull`; the first use of --provider local does it, too."))
                : Optional.empty();
        var latency = Duration.ofNanos(System.nanoTime() - start);
        return new ProbeResult(Reach.REACHED, Standing.NOT_ASKED_FOR, latency, installed, failure);
    }
}
