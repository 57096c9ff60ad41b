package ai.zavora.adapter.provider.openai;

import ai.zavora.core.llm.ModelDelta;
import ai.zavora.core.llm.Part;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** Collects streamed text and reasoning as parts in the order they came. */
final class StreamedText {
    private final List<Part> parts = new ArrayList<>();
    private final StringBuilder open = new StringBuilder();
    private boolean openIsReasoning;

    void text(String piece, Consumer<ModelDelta> onDelta) {
        if (!piece.isEmpty()) {
            append(piece, false);
            onDelta.accept(new ModelDelta.Text(piece));
        }
    }

    void reasoning(String piece, Consumer<ModelDelta> onDelta) {
        if (!piece.isEmpty()) {
            append(piece, true);
            onDelta.accept(new ModelDelta.Reasoning(piece));
        }
    }

    private void append(String piece, boolean isReasoning) {
        if (isReasoning != openIsReasoning) {
            close();
            openIsReasoning = isReasoning;
        }
        open.append(piece);
    }

    private void close() {
        if (!open.isEmpty()) {
            var text = open.toString();
            parts.add(openIsReasoning ? new Part.Reasoning(text, Optional.empty()) : new Part.Text(text));
            open.setLength(0);
        }
    }

    List<Part> parts() {
        close();
        return List.copyOf(parts);
    }
}
