package ai.zavora.core.llm;

import ai.zavora.base.json.JsonValue;
import ai.zavora.core.guardrail.Detection;
import ai.zavora.core.guardrail.GuardedText;
import ai.zavora.core.guardrail.GuardrailPolicy;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The parts of one message with their finds replaced. Each text of a user stands for itself, as it was guarded when it came
 * in; all text of a model is one, which may have come in pieces, and so is all its reasoning. Images are not looked at. Used
 * by one thread.
 */
final class GuardedParts {
    private final GuardrailPolicy policy;
    private final DeclaredNames declared;
    private final List<Part> original;
    private final List<Part> parts = new ArrayList<>();
    private final List<Detection> finds = new ArrayList<>();

    private GuardedParts(GuardrailPolicy policy, DeclaredNames declared, List<Part> original) {
        this.policy = policy;
        this.declared = declared;
        this.original = original;
    }

    /** The parts of a message that stands for itself. */
    static GuardedParts of(GuardrailPolicy policy, DeclaredNames declared, Message message) {
        if (message.role() == Role.ASSISTANT) {
            return of(policy, declared, message.parts(), new TextTrail(policy.open(), TextTrail.Until.END));
        }
        var guarded = new GuardedParts(policy, declared, message.parts());
        guarded.readApart();
        return guarded;
    }

    /** The parts of a message whose text goes on from others'. */
    static GuardedParts of(GuardrailPolicy policy, DeclaredNames declared, List<Part> original, TextTrail text) {
        var guarded = new GuardedParts(policy, declared, original);
        guarded.read(text);
        return guarded;
    }

    private void readApart() {
        for (var part : original) {
            var alone = of(policy, declared, List.of(part), new TextTrail(policy.open(), TextTrail.Until.END));
            parts.addAll(alone.parts);
            finds.addAll(alone.finds);
        }
    }

    private void read(TextTrail text) {
        var reasoning = policy.open();
        var carried = text.isHolding();
        var lastText = last(Part.Text.class);
        var lastReasoning = last(Part.Reasoning.class);
        for (var i = 0; i < original.size(); i++) {
            switch (original.get(i)) {
                case Part.Text(var piece) -> add(text.accept(piece) + (i == lastText ? text.end() : ""));
                case Part.Reasoning thought -> {
                    var readable = reasoning.accept(thought.text()) + (i == lastReasoning ? reasoning.finish() : "");
                    parts.add(new Part.Reasoning(
                            readable, opaque(thought.providerData(), readable.equals(thought.text()))));
                }
                case Part.ToolUse use -> parts.add(use(use));
                case Part.ToolOutput output -> parts.add(output(output));
                case Part.Image image -> parts.add(image);
            }
        }
        if (lastText < 0) {
            add(text.end());
        }
        finds.add(text.takeFound());
        finds.add(reasoning.takeFound());
        if (!carried && !text.isHolding() && found().isEmpty()) {
            parts.clear();
            parts.addAll(original);
        }
    }

    private void add(String text) {
        // some providers refuse empty texts
        if (!text.isEmpty()) {
            parts.add(new Part.Text(text));
        }
    }

    private int last(Class<? extends Part> kind) {
        for (var i = original.size() - 1; i >= 0; i--) {
            if (kind.isInstance(original.get(i))) {
                return i;
            }
        }
        return -1;
    }

    private Part use(Part.ToolUse use) {
        var name = declared.guarded(use.name(), policy);
        var input = policy.redact(use.input(), declared.members());
        finds.add(name.found());
        finds.add(input.found());
        var unchanged = name.found().isEmpty() && input.found().isEmpty();
        return new Part.ToolUse(use.id(), name.name(), input.value(), opaque(use.providerData(), unchanged));
    }

    private Part output(Part.ToolOutput output) {
        // the name was counted where the tool was asked for
        var name = declared.guarded(output.name(), policy).name();
        var redacted = policy.redact(output.output());
        finds.add(redacted.found());
        var value = redacted.value() instanceof JsonValue.Obj object ? object : output.output();
        return new Part.ToolOutput(output.callId(), name, value, output.failed());
    }

    private Optional<Part.ProviderData> opaque(Optional<Part.ProviderData> data, boolean unchanged) {
        return data.filter(
                kept -> unchanged && policy.redact(kept.data()).found().isEmpty());
    }

    Detection found() {
        return policy.joined(finds);
    }

    List<Part> parts() {
        return parts;
    }

    /** A text that may go on in the next message. */
    record TextTrail(GuardedText text, Until until) {
        /** How far this message takes it. */
        enum Until {
            /** More may follow in another message. */
            PAUSE,
            END
        }

        String accept(String piece) {
            return text.accept(piece);
        }

        String end() {
            return switch (until) {
                case PAUSE -> text.pause();
                case END -> text.finish();
            };
        }

        boolean isHolding() {
            return text.isHolding();
        }

        Detection takeFound() {
            return text.takeFound();
        }
    }
}
