package ai.zavora.app;

import ai.zavora.base.error.ZavoraException;
import ai.zavora.base.json.JsonException;
import ai.zavora.core.guardrail.GuardrailBlockedException;
import ai.zavora.core.llm.ModelException;
import ai.zavora.core.session.SessionBusyException;
import ai.zavora.core.session.StoreLostException;
import ai.zavora.core.session.UnwritableStoreException;
import ai.zavora.surface.server.wire.ApiException;
import java.io.IOException;
import java.sql.SQLException;
import java.util.Locale;

/** What kind of trouble a failure is, in words for those who search a log. */
final class ProblemWords {
    private ProblemWords() {}

    /** What a request ran into: something narrower where the program tells it apart, else the category, or a defect. */
    static String problem(Throwable failure) {
        return switch (failure) {
            case GuardrailBlockedException _ -> "guardrail_blocked";
            case SessionBusyException _ -> "session_busy";
            case StoreLostException _ -> "store_lost";
            case UnwritableStoreException _ -> "store_unwritable";
            case ApiException answer -> answer.failure().category().toLowerCase(Locale.ROOT);
            case ZavoraException known -> word(known.kind());
            case OutOfMemoryError _ -> "out_of_memory";
            default -> "defect";
        };
    }

    /** What was behind it; its text may hold anything. */
    static String cause(Throwable cause) {
        return switch (cause) {
            case ModelException model -> word(model.reason());
            case SQLException _ -> "database";
            case JsonException _ -> "malformed_json";
            case IOException _ -> "input_output";
            default -> problem(cause);
        };
    }

    private static String word(Enum<?> name) {
        return name.name().toLowerCase(Locale.ROOT);
    }
}
