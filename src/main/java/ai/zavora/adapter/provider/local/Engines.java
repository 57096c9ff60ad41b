package ai.zavora.adapter.provider.local;

import java.nio.file.Path;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/** The models loaded in this process. Safe for use from several threads. */
final class Engines {

    /** The native library is one for the process and never gives a model's memory back, so its models are too. */
    private static final Engines SHARED = new Engines();

    private final ConcurrentMap<Path, FutureTask<LlamaEngine>> loaded = new ConcurrentHashMap<>();

    private Engines() {}

    static Engines shared() {
        return SHARED;
    }

    /**
     * The engine of that file; loads it when this is the first request. Interrupting the calling thread ends the wait;
     * the loading goes on for whoever asks next.
     *
     * @param onLoad called when it has to be loaded first
     */
    LlamaEngine engine(Path file, Runnable onLoad) throws InterruptedException {
        var task = loaded.get(file);
        if (task == null || !task.isDone()) {
            onLoad.run();
        }
        if (task == null) {
            var absolute = file.toAbsolutePath();
            var mine = new FutureTask<>(() -> {
                EngineFolder.leave();
                return LlamaEngine.load(absolute);
            });
            task = loaded.putIfAbsent(file, mine);
            if (task == null) {
                task = mine;
                Thread.ofPlatform().daemon().name("local-model-load").start(mine);
            }
        }
        try {
            return task.get();
        } catch (ExecutionException e) {
            // a file that is put right can be tried again
            loaded.remove(file, task);
            if (e.getCause() instanceof RuntimeException failure) {
                throw failure;
            }
            throw new IllegalStateException(e.getCause());
        }
    }
}
