package ai.zavora.adapter.provider.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.zavora.adapter.provider.local.library.ModelFolder;
import ai.zavora.base.config.NetworkSettings;
import ai.zavora.base.json.JsonValue;
import ai.zavora.core.llm.Message;
import ai.zavora.core.llm.ModelDelta;
import ai.zavora.core.llm.ModelException;
import ai.zavora.core.llm.ModelReply;
import ai.zavora.core.llm.ModelRequest;
import ai.zavora.core.llm.Part;
import ai.zavora.core.llm.Role;
import ai.zavora.core.llm.StopReason;
import ai.zavora.core.tool.ToolSpec;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The local engine with the real model, which the first run fetches into the build folder by the product's own code. */
@Tag("local")
final class LocalModelTest {

    private static final String MODEL = "gemma-3-270m";
    private static final Path FOLDER = Path.of("target/local-models").toAbsolutePath();

    private static ModelFolder library;

    @BeforeAll
    static void fetchModel() throws Exception {
        // the binding unpacks its library when nobody did it before: not where other processes do the same
        var natives = Files.createDirectories(Path.of("target/local-native").toAbsolutePath());
        System.setProperty("de.kherud.llama.tmpdir", natives.toString());
        library = new ModelFolder(FOLDER, NetworkSettings.DIRECT);
        library.pull(MODEL, progress -> {});
    }

    @Test
    void answersAQuestion() throws Exception {
        var deltas = new ArrayList<ModelDelta>();
        var reply = ask(request(MODEL, Message.user("What is the capital of France?")), deltas);

        assertThat(reply.text()).contains("Paris");
        assertThat(reply.stopReason()).isEqualTo(StopReason.COMPLETE);
        assertThat(reply.usage().inputTokens()).isGreaterThan(20);
        assertThat(reply.usage().outputTokens()).isBetween(3L, 40L);
        assertThat(streamed(deltas)).isEqualTo(reply.text());
    }

    @Test
    void keepsTheConversation() throws Exception {
        var reply = ask(
                request(
                        MODEL,
                        Message.user("I have a dog called Rex."),
                        new Message(Role.ASSISTANT, List.of(new Part.Text("Rex is a nice name for a dog."))),
                        Message.user("What is my dog called?")),
                new ArrayList<>());

        assertThat(reply.text()).contains("Rex");
    }

    @Test
    void aListEndsByItself() throws Exception {
        var reply = ask(request(MODEL, Message.user("Name ten animals, one per line.")), new ArrayList<>());

        assertThat(reply.stopReason()).isEqualTo(StopReason.COMPLETE);
    }

    @Test
    void endsAtTheOutputLimit() throws Exception {
        var request = new ModelRequest(
                MODEL,
                Optional.empty(),
                List.of(Message.user("Count from one to twenty.")),
                List.of(),
                OptionalInt.of(4));
        var reply = ask(request, new ArrayList<>());

        assertThat(reply.stopReason()).isEqualTo(StopReason.MAX_TOKENS);
        assertThat(reply.usage().outputTokens()).isEqualTo(4);
    }

    @Test
    void aPretrainedModelIsOfferedNoTools() throws Exception {
        var request = new ModelRequest(
                MODEL,
                Optional.of("You are a helpful assistant."),
                List.of(Message.user("What is the capital of France?")),
                List.of(clock()),
                OptionalInt.empty());

        assertThat(ask(request, new ArrayList<>()).text()).contains("Paris");
    }

    @Test
    void refusesAPromptThatDoesNotFit() {
        assertThatThrownBy(() -> ask(request(MODEL, Message.user("word ".repeat(9000))), new ArrayList<>()))
                .isInstanceOfSatisfying(ModelException.class, e -> assertThat(e.reason())
                        .isEqualTo(ModelException.Reason.CONTEXT_OVERFLOW));
        assertThatThrownBy(() -> ask(request(MODEL, Message.user("x".repeat(2_000_000))), new ArrayList<>()))
                .isInstanceOfSatisfying(ModelException.class, e -> assertThat(e.reason())
                        .isEqualTo(ModelException.Reason.CONTEXT_OVERFLOW));
    }

    @Test
    void anInterruptEndsItAtOnce() throws Exception {
        var started = new CountDownLatch(1);
        var outcome = new AtomicReference<Throwable>();
        var thread = Thread.ofPlatform().start(() -> {
            try {
                new LocalModelClient(library)
                        .generate(request(MODEL, Message.user("Tell me a long story about the sea.")), delta -> {
                            if (delta instanceof ModelDelta.Text) {
                                started.countDown();
                            }
                        });
            } catch (InterruptedException | RuntimeException e) {
                outcome.set(e);
            }
        });
        started.await();
        thread.interrupt();

        assertThat(thread.join(Duration.ofSeconds(5))).isTrue();
        assertThat(outcome.get()).isInstanceOfAny(InterruptedException.class, null);
        assertThat(ask(request(MODEL, Message.user("What is the capital of France?")), new ArrayList<>())
                        .text())
                .contains("Paris");
    }

    @Test
    void takesAPathAndTextsOfAnyKind() throws Exception {
        var path = library.path(MODEL).orElseThrow().toString();
        var reply =
                ask(request(path, Message.user("Hello \uD83D\uDE00 \u0001 \uD800 \"quoted\" </s>")), new ArrayList<>());

        assertThat(reply.model()).isEqualTo(path);
        assertThat(reply.text()).isNotEmpty();
    }

    @Test
    void aModelWithATemplateCallsToolsByGrammar(@TempDir Path folder) throws Exception {
        var file = folder.resolve("chat.gguf");
        // such a template makes the model begin a call at once: what follows is up to the grammar
        ChatTemplates.add(
                library.path(MODEL).orElseThrow(),
                file,
                "{% for message in messages %}{{ message['content'] }}\n{% endfor %}"
                        + "tools: <tool_call>{}</tool_call>\n<tool_call>{}</tool_call>\n");
        var engine = LlamaEngine.load(file);
        var offer = new ToolOffer(List.of(clock()));
        var written = new StringBuilder();
        engine.generate(
                "What time is it?\n" + ToolOffer.OPEN,
                new LlamaEngine.Sampling(200, List.of(), offer.grammar()),
                piece -> {
                    written.append(piece);
                    return true;
                });

        var use = offer.call("call_1", written.toString());
        assertThat(use.name()).isEqualTo("current_unix_time");
        assertThat(use.input()).isInstanceOf(JsonValue.Obj.class);
        assertThat(((JsonValue.Obj) use.input()).string("zone")).isPresent();
    }

    @Test
    void saysWhatIsWrongWithAFile(@TempDir Path folder) throws Exception {
        var text = Files.writeString(folder.resolve("text.gguf"), "hello, this is no model at all");
        var cut = folder.resolve("cut.gguf");
        try (var in = Files.newInputStream(library.path(MODEL).orElseThrow())) {
            Files.write(cut, in.readNBytes(20_000_000));
        }

        assertFails(folder.resolve("none.gguf"), ModelException.Reason.NOT_FOUND, "no model file");
        assertFails(text, ModelException.Reason.LOCAL_ENGINE, "not a GGUF file");
        assertFails(cut, ModelException.Reason.LOCAL_ENGINE, "cut off");
    }

    private static void assertFails(Path file, ModelException.Reason reason, String text) {
        assertThatThrownBy(() -> ask(request(file.toString(), Message.user("Hello")), new ArrayList<>()))
                .isInstanceOfSatisfying(
                        ModelException.class, e -> assertThat(e.reason()).isEqualTo(reason))
                .hasMessageContaining(text);
    }

    private static ToolSpec clock() {
        var schema = JsonValue.object()
                .put("type", "object")
                .put(
                        "properties",
                        JsonValue.object()
                                .put(
                                        "zone",
                                        JsonValue.object()
                                                .put("type", "string")
                                                .put("enum", JsonValue.of(List.of("utc", "local")))
                                                .build())
                                .build())
                .put("required", JsonValue.of(List.of("zone")))
                .build();
        return new ToolSpec("current_unix_time", "The time now.", schema);
    }

    private static ModelRequest request(String model, Message... messages) {
        return new ModelRequest(model, Optional.empty(), List.of(messages), List.of(), OptionalInt.empty());
    }

    private static ModelReply ask(ModelRequest request, List<ModelDelta> deltas) throws InterruptedException {
        try (var client = new LocalModelClient(library)) {
            return client.generate(request, deltas::add);
        }
    }

    private static String streamed(List<ModelDelta> deltas) {
        var text = new StringBuilder();
        for (var delta : deltas) {
            if (delta instanceof ModelDelta.Text(var piece)) {
                text.append(piece);
            }
        }
        return text.toString();
    }
}
