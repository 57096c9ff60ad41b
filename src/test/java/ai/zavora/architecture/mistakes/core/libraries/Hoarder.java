package ai.zavora.architecture.mistakes.core.libraries;

import com.electronwill.nightconfig.core.Config;
import com.google.gson.Gson;
import de.kherud.llama.LlamaModel;
import dev.harrel.jsonschema.Validator;
import io.opentelemetry.api.trace.Span;
import java.sql.Connection;
import org.jline.terminal.Terminal;
import picocli.CommandLine;

/** Uses every library where it does not belong. */
final class Hoarder {
    Config config;
    Gson gson;
    LlamaModel model;
    Validator validator;
    Connection connection;
    Terminal terminal;
    CommandLine line;
    Span span;
}
