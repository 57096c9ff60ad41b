package ai.zavora.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/** The model server as a process: reads its arguments, prints addresses as shell assignments, ends after its time. */
final class ModelServerCommand {
    private static final String USAGE = """
            ModelServer [--port N] [--max-seconds N] [--deltas N] [--text TEXT] [--fault NAME] [--tls]
              --port N         port on 127.0.0.1; default: a free one
              --max-seconds N  end after so many seconds; default 300
              --text TEXT      what every answer says
              --deltas N       every answer repeats the text so many times, one event each
              --fault NAME     every request fails: a status such as 429, or one of
                               cut, malformed, silence, silence-first, silence-between, close, html, huge,
                               overflow, filter, empty, no-end, error-event
              --tls            speak TLS with a fresh certificate
            """;

    private ModelServerCommand() {}

    static void run(String[] arguments) throws InterruptedException {
        if (Arrays.asList(arguments).contains("--help")) {
            System.out.print(USAGE);
            return;
        }
        var options = options(arguments);
        var answer = answer(options);
        try (var server = server(options)) {
            server.otherwise(answer);
            System.out.print(addresses(server));
            System.out.flush();
            Thread.sleep(Duration.ofSeconds(Long.parseLong(options.getOrDefault("max-seconds", "300"))));
        }
    }

    private static Map<String, String> options(String[] arguments) {
        var options = new HashMap<String, String>();
        for (var at = 0; at < arguments.length; at++) {
            var name = arguments[at].substring(2);
            options.put(name, name.equals("tls") ? "yes" : arguments[++at]);
        }
        return options;
    }

    private static ModelServer server(Map<String, String> options) {
        if (!options.containsKey("tls")) {
            return ModelServer.start(Integer.parseInt(options.getOrDefault("port", "0")));
        }
        try {
            return ModelServer.startTls(Files.createTempDirectory("model-server"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Scripted answer(Map<String, String> options) {
        var fault = options.get("fault");
        if (fault != null) {
            return fault(fault);
        }
        var text = options.getOrDefault("text", "Hello from the model server.");
        var deltas = options.get("deltas");
        return deltas == null ? Reply.text(text) : Reply.manyDeltas(text, Integer.parseInt(deltas));
    }

    private static Scripted fault(String name) {
        return switch (name) {
            case "cut" -> Fault.cutMidEvent();
            case "malformed" -> Fault.malformedJson();
            case "silence" -> Fault.silenceBeforeHeaders();
            case "silence-first" -> Fault.silenceBeforeFirstEvent();
            case "silence-between" -> Fault.silenceBetweenEvents();
            case "close" -> Fault.closeAtOnce();
            case "html" -> Fault.htmlPage();
            case "huge" -> Fault.hugeEvent(50L << 20);
            case "overflow" -> Fault.contextOverflow();
            case "filter" -> Fault.contentFilter();
            case "empty" -> Reply.empty();
            case "no-end" -> Fault.endWithoutDone();
            case "error-event" -> Fault.errorEvent();
            default -> Fault.status(Integer.parseInt(name));
        };
    }

    private static String addresses(ModelServer server) {
        var lines = new StringBuilder("PORT=" + server.port() + "\n");
        lines.append("OPENAI_BASE_URL=")
                .append(server.baseUrl(Wire.OPENAI_CHAT))
                .append('\n');
        for (var name : new String[] {"ANTHROPIC_BASE_URL", "GOOGLE_GEMINI_BASE_URL", "DEEPSEEK_BASE_URL"}) {
            lines.append(name).append('=').append(server.baseUrl()).append('\n');
        }
        lines.append("GROQ_BASE_URL=").append(server.baseUrl(Wire.OPENAI_CHAT)).append('\n');
        lines.append("OLLAMA_HOST=").append(server.baseUrl()).append('\n');
        if (server.baseUrl().startsWith("https")) {
            lines.append("ZAVORA_CA_BUNDLE=").append(server.caBundle()).append('\n');
        }
        return lines.toString();
    }
}
