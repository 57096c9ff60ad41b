package ai.zavora.adapter.provider.local;

import ai.zavora.adapter.provider.local.library.ModelFolder;
import ai.zavora.base.config.ProviderSettings;
import ai.zavora.core.llm.ModelException;
import ai.zavora.core.llm.ModelException.Reason;
import ai.zavora.core.llm.ProbeResult;
import ai.zavora.core.llm.ProbeResult.Reach;
import ai.zavora.core.llm.ProbeResult.Standing;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Looks whether a model is there that can run in the process, by its name or path. Loads none. */
public final class LocalProbe {
    private LocalProbe() {}

    /** Why a model cannot be used; empty when it is there or can be fetched. */
    public static Optional<ModelException> problem(ProviderSettings settings, String model) {
        try {
            file(settings, model).ifPresent(ModelFile::header);
            return Optional.empty();
        } catch (ModelException e) {
            return Optional.of(e);
        }
    }

    /** One look at a model, as {@link ai.zavora.core.llm.ProviderProbe} describes it: what can be fetched is not there. */
    public static ProbeResult look(ProviderSettings settings, String model) {
        var start = System.nanoTime();
        var failure = Optional.<ModelException>empty();
        try {
            ModelFile.header(file(settings, model).orElseThrow(() -> notInstalled(model)));
        } catch (ModelException e) {
            failure = Optional.of(e);
        }
        var latency = Duration.ofNanos(System.nanoTime() - start);
        var there = failure.isEmpty() ? List.of(model) : List.<String>of();
        return new ProbeResult(Reach.REACHED, Standing.NOT_ASKED_FOR, latency, there, failure);
    }

    private static ModelException notInstalled(String model) {
        return new ModelException(
                Reason.NOT_FOUND,
                "The local model " + model + " is not installed.",
                "Fetch it with `zavora-cli models pull " + model
                        + "`; the first use of --provider local does it, too.");
    }

    private static Optional<Path> file(ProviderSettings settings, String model) {
        return LocalModelClient.there(new ModelFolder(settings.modelFolder(), settings.network()), model);
    }
}
