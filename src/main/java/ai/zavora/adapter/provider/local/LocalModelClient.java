package ai.zavora.adapter.provider.local;

import ai.zavora.adapter.provider.local.library.ModelFolder;
import ai.zavora.base.config.ProviderSettings;
import ai.zavora.core.llm.ModelClient;
import ai.zavora.core.llm.ModelDelta;
import ai.zavora.core.llm.ModelException;
import ai.zavora.core.llm.ModelException.Reason;
import ai.zavora.core.llm.ModelLibrary;
import ai.zavora.core.llm.ModelReply;
import ai.zavora.core.llm.ModelRequest;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Consumer;

/**
 * Answers with a model that runs in this process. The model is loaded, and one of the catalogue fetched, when it is first
 * asked; both are told as progress. A model is named by its name in the library or by the path of any GGUF file.
 *
 * <p>Safe for use from several threads. Interrupting the calling thread cancels at any instant.
 */
public final class LocalModelClient implements ModelClient {

    /** How many tokens a prompt and its answer may have together, at most; see {@link LlamaEngine}. */
    public static final int MAX_CONTEXT = 8192;

    private final ModelLibrary library;

    public LocalModelClient(ProviderSettings settings) {
        this(new ModelFolder(settings.modelFolder(), settings.network()));
    }

    LocalModelClient(ModelLibrary library) {
        this.library = library;
    }

    @Override
    public ModelReply generate(ModelRequest request, Consumer<ModelDelta> onDelta) throws InterruptedException {
        var file = file(request.model(), onDelta);
        var engine = Engines.shared()
                .engine(file, () -> onDelta.accept(new ModelDelta.Progress("Loading " + request.model() + " …")));
        if (Thread.interrupted()) {
            throw new InterruptedException();
        }
        return new Answer(engine, request, onDelta).run();
    }

    /** Does nothing: loaded models are the process's, see {@link LlamaEngine}. */
    @Override
    public void close() {}

    private Path file(String model, Consumer<ModelDelta> onDelta) throws InterruptedException {
        var there = there(library, model);
        return there.isPresent() ? there.get() : library.pull(model, new PullProgress(onDelta));
    }

    /**
     * The file of a model: the path that names it, whatever is there, or that of an installed one.
     *
     * @return empty when it can be fetched
     * @throws ModelException of reason NOT_FOUND when a name is neither installed nor in the catalogue
     */
    static Optional<Path> there(ModelLibrary library, String model) {
        if (model.endsWith(".gguf") || model.contains("/")) {
            return Optional.of(Path.of(model).toAbsolutePath().normalize());
        }
        var installed = library.path(model);
        if (installed.isEmpty()
                && library.catalog().stream().noneMatch(entry -> entry.name().equals(model))) {
            throw new ModelException(
                    Reason.NOT_FOUND,
                    "No local model is called " + model + ".",
                    "See `zavora-cli models` for the models there are, or give the path of a GGUF file.");
        }
        return installed;
    }

    /** Turns the fine steps of a pull into one for each text and each full percent. */
    private static final class PullProgress implements Consumer<ModelLibrary.Progress> {
        private final Consumer<ModelDelta> onDelta;
        private ModelDelta.Progress last = new ModelDelta.Progress("");

        PullProgress(Consumer<ModelDelta> onDelta) {
            this.onDelta = onDelta;
        }

        @Override
        public void accept(ModelLibrary.Progress progress) {
            var percent = (int) (100 * progress.doneBytes() / Math.max(1, progress.totalBytes()));
            // at the beginning there is only something to say, nothing to measure
            var step = new ModelDelta.Progress(
                    progress.text(), percent == 0 ? OptionalInt.empty() : OptionalInt.of(percent));
            if (!step.equals(last)) {
                last = step;
                onDelta.accept(step);
            }
        }
    }
}
