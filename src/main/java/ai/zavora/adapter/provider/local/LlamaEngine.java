package ai.zavora.adapter.provider.local;

import ai.zavora.adapter.provider.local.gguf.GgufHeader;
import ai.zavora.core.llm.ModelException;
import ai.zavora.core.llm.ModelException.Reason;
import de.kherud.llama.InferenceParameters;
import de.kherud.llama.LlamaModel;
import de.kherud.llama.ModelParameters;
import de.kherud.llama.Pair;
import de.kherud.llama.args.LogFormat;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;

/**
 * One loaded model. Safe for use from several threads; it answers one request at a time.
 *
 * <p>There is no way to unload it: the binding's {@code close} stops the engine's thread and frees nothing (measured:
 * each reload of the same file took the whole memory anew). So a model is loaded once in a process and kept.
 */
final class LlamaEngine {

    /** What a request asks of the engine besides its prompt. */
    record Sampling(int maxTokens, List<String> stops, String grammar) {
        Sampling {
            stops = List.copyOf(stops);
        }
    }

    private static final int MAX_THREADS = 8;

    private final LlamaModel model;
    private final GgufHeader header;
    private final int context;
    private final ReentrantLock busy = new ReentrantLock();

    private LlamaEngine(LlamaModel model, GgufHeader header, int context) {
        this.model = model;
        this.header = header;
        this.context = context;
    }

    /**
     * Loads a model, blocking for as long as that takes. The engine looks for libraries in the working folder of the calling
     * thread and runs them: see {@link EngineFolder}.
     *
     * @throws ModelException of reason NOT_FOUND or LOCAL_ENGINE when it cannot be used
     */
    static LlamaEngine load(Path file) {
        var header = ModelFile.header(file);
        // more context costs memory at loading, used or not: 150 MB of the smallest model's are for these
        var most = LocalModelClient.MAX_CONTEXT;
        var context = (int) Math.min(most, header.contextLength().orElse(most));
        // one processor is left to the others: the engine's threads wait for each other by spinning, and with another
        // busy process on the machine a thread for each processor was measured ten times slower than one fewer
        var threads = Math.clamp(Runtime.getRuntime().availableProcessors() - 1, 1, MAX_THREADS);
        try {
            LlamaModel.setLogger(LogFormat.TEXT, (level, text) -> {});
            var parameters = new ModelParameters()
                    .setModel(file.toString())
                    .setCtxSize(context)
                    .setThreads(threads)
                    .setThreadsBatch(threads)
                    .setParallel(1)
                    .skipWarmup()
                    .disableContextShift()
                    .disableLog();
            if (header.chatTemplate().isPresent()) {
                parameters.enableJinja();
            }
            return new LlamaEngine(new LlamaModel(parameters), header, context);
        } catch (RuntimeException e) {
            // the binding's own exception is not public; nothing else is thrown in here
            throw new ModelException(
                    Reason.LOCAL_ENGINE,
                    "The engine cannot load " + file + ": it is damaged, or of a kind the engine does not know"
                            + architecture(header) + ".",
                    "Try another GGUF file, or fetch it again.");
        } catch (LinkageError e) {
            throw new ModelException(
                    Reason.LOCAL_ENGINE,
                    "The native library of the local engine cannot be loaded on this machine.",
                    "Start the program by its own launcher, or choose another provider with --provider.");
        }
    }

    private static String architecture(GgufHeader header) {
        var name = header.texts().get("general.architecture");
        return name == null ? "" : " (" + name + ")";
    }

    GgufHeader header() {
        return header;
    }

    /** How many tokens prompt and answer may have together. */
    int context() {
        return context;
    }

    /** How many tokens a text has. */
    int count(String text) {
        return model.encode(text).length;
    }

    /** How this model wants conversations put. */
    PromptFormat format() {
        var template = header.chatTemplate();
        if (template.isEmpty()) {
            return new TranscriptFormat();
        }
        var begin = header.numbers().get("tokenizer.ggml.bos_token_id");
        return new TemplateFormat(
                this::template, template.get(), begin == null ? "" : model.decode(new int[] {begin.intValue()}));
    }

    private String template(String system, List<Turn> turns) {
        var messages = turns.stream()
                .map(turn -> new Pair<>(turn.speaker().role(), turn.text()))
                .toList();
        return model.applyTemplate(new InferenceParameters("").setMessages(system, messages));
    }

    /**
     * Continues a prompt, blocking. Waits for other requests of this model first.
     *
     * @param onPiece told each piece of text, some of them empty; answers whether to go on
     * @return how many pieces there were: one for each token, but for those the engine holds back
     * @throws RuntimeException when the engine fails; the binding's exception is not public
     */
    int generate(String prompt, Sampling sampling, Predicate<String> onPiece) throws InterruptedException {
        busy.lockInterruptibly();
        try {
            var parameters = new InferenceParameters(prompt)
                    .setNPredict(sampling.maxTokens())
                    .setTemperature(0)
                    .setCachePrompt(true);
            if (header.chatTemplate().isEmpty()) {
                // a model not taught to end its answers repeats its last line until it is cut off; measured with the
                // model of the catalogue: 0.2 ends that and changes no short answer, 0.5 makes nonsense of them
                parameters.setRepeatLastN(128).setFrequencyPenalty(0.2f);
            }
            if (!sampling.stops().isEmpty()) {
                parameters.setStopStrings(sampling.stops().toArray(String[]::new));
            }
            if (!sampling.grammar().isEmpty()) {
                parameters.setGrammar(sampling.grammar());
            }
            var pieces = 0;
            var iterator = model.generate(parameters).iterator();
            while (iterator.hasNext()) {
                var piece = iterator.next();
                if (!onPiece.test(piece.text)) {
                    iterator.cancel();
                    return pieces;
                }
                pieces++;
            }
            // the last piece only says that it is over
            return Math.max(0, pieces - 1);
        } finally {
            busy.unlock();
        }
    }
}
