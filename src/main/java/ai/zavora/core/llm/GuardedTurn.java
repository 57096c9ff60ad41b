package ai.zavora.core.llm;

import ai.zavora.base.config.GuardrailSettings.Mode;
import ai.zavora.base.error.Wording;
import ai.zavora.core.guardrail.Detection;
import ai.zavora.core.guardrail.GuardedText;
import ai.zavora.core.guardrail.Guardrail;
import ai.zavora.core.guardrail.GuardrailPolicy;
import ai.zavora.core.llm.GuardedParts.TextTrail;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * What a model says in one turn, as one text over all its requests. The beginning of a secret at the end of
 * a reply that asks for tools is shown and stored with the next one. Used by one thread.
 */
final class GuardedTurn implements ModelClient {
    private final ModelClient client;
    private final GuardrailPolicy policy;
    private final GuardedText shown;
    private final GuardedText said;
    private final GuardedIds ids;
    private final List<ModelDelta> held = new ArrayList<>();

    /** @param client what answers; its owner closes it */
    GuardedTurn(ModelClient client, GuardrailPolicy policy) {
        this.client = client;
        this.policy = policy;
        this.shown = policy.open();
        this.said = policy.open();
        this.ids = new GuardedIds(policy);
    }

    @Override
    public ModelReply generate(ModelRequest request, Consumer<ModelDelta> onDelta) throws InterruptedException {
        return generate(request, onDelta, ModelReply::endsTurn);
    }

    /** As {@link #generate}, when no request follows whatever the model says. */
    ModelReply last(ModelRequest request, Consumer<ModelDelta> onDelta) throws InterruptedException {
        return generate(request, onDelta, reply -> true);
    }

    private ModelReply generate(ModelRequest request, Consumer<ModelDelta> onDelta, Predicate<ModelReply> isLast)
            throws InterruptedException {
        return switch (policy.mode()) {
            case DISABLED -> client.generate(request, onDelta);
            case OBSERVE -> observe(request, onDelta, isLast);
            case BLOCK -> block(request, onDelta, isLast);
            case REDACT -> redact(request, onDelta, isLast);
        };
    }

    private ModelReply observe(ModelRequest request, Consumer<ModelDelta> onDelta, Predicate<ModelReply> isLast)
            throws InterruptedException {
        var stream = new Stream(ignored -> {});
        var reply = watched(
                request,
                delta -> {
                    stream.accept(delta);
                    if (delta instanceof ModelDelta.Retrying retry) {
                        guarded(retry, onDelta);
                    }
                    onDelta.accept(delta);
                },
                stream,
                onDelta);
        stream.end(until(isLast.test(reply)));
        tell(guarded(request, reply, isLast).found(), onDelta);
        return reply;
    }

    private ModelReply block(ModelRequest request, Consumer<ModelDelta> onDelta, Predicate<ModelReply> isLast)
            throws InterruptedException {
        var reply = asked(
                request,
                delta -> {
                    switch (delta) {
                        case ModelDelta.Text _, ModelDelta.Reasoning _, ModelDelta.ToolUseStarted _ -> held.add(delta);
                        case ModelDelta.Retrying retry -> onDelta.accept(guarded(retry, onDelta));
                        case ModelDelta.Progress _, ModelDelta.Guarded _, ModelDelta.Withheld _ ->
                            onDelta.accept(delta);
                    }
                },
                onDelta);
        var found = guarded(request, reply, isLast).found();
        tell(found, onDelta);
        if (!found.isEmpty()) {
            onDelta.accept(new ModelDelta.Withheld(reply));
            throw policy.blocked(found);
        }
        if (isLast.test(reply)) {
            held.forEach(onDelta);
            held.clear();
        }
        return reply;
    }

    private ModelReply redact(ModelRequest request, Consumer<ModelDelta> onDelta, Predicate<ModelReply> isLast)
            throws InterruptedException {
        var stream = new Stream(DeclaredNames.of(request.tools()), onDelta);
        var reply = watched(request, stream, stream, onDelta);
        stream.end(until(isLast.test(reply)));
        var guarded = guarded(request, reply, isLast);
        tell(guarded.found(), onDelta);
        return guarded.reply();
    }

    /** Sends the request; when it fails, what was found until then is told all the same. */
    private ModelReply watched(
            ModelRequest request, Consumer<ModelDelta> pieces, Stream stream, Consumer<ModelDelta> onDelta)
            throws InterruptedException {
        var complete = false;
        try {
            var reply = asked(request, pieces, onDelta);
            complete = true;
            return reply;
        } finally {
            if (!complete) {
                stream.breakOff();
                tell(stream.found(), onDelta);
            }
        }
    }

    private static TextTrail.Until until(boolean last) {
        return last ? TextTrail.Until.END : TextTrail.Until.PAUSE;
    }

    /** Sends the request; when it fails, what is said of that is guarded as an answer is. */
    private ModelReply asked(ModelRequest request, Consumer<ModelDelta> pieces, Consumer<ModelDelta> onDelta)
            throws InterruptedException {
        try {
            return client.generate(request, pieces);
        } catch (ModelException failure) {
            throw guarded(failure, onDelta);
        }
    }

    /** A failure without finds. It has no cause, since that could repeat them. */
    private ModelException guarded(ModelException failure, Consumer<ModelDelta> onDelta) {
        var found = policy.redact(failure.getMessage()).found();
        tell(found, onDelta);
        if (found.isEmpty() || policy.mode() == Mode.OBSERVE) {
            return failure;
        }
        var wording = policy.mode() == Mode.BLOCK
                ? Wording.own(failure.wording().own()).then("What else it said is withheld by the guardrail.")
                : failure.wording();
        var guarded = new ModelException(
                failure.reason(),
                wording.map(text -> policy.redact(text).text()),
                failure.hint(),
                failure.status(),
                failure.retryAfter());
        guarded.setStackTrace(failure.getStackTrace());
        return guarded;
    }

    private ModelDelta guarded(ModelDelta.Retrying retry, Consumer<ModelDelta> onDelta) {
        tell(policy.redact(retry.reason().full()).found(), onDelta);
        return new ModelDelta.Retrying(
                retry.attempt(), retry.delay(), retry.reason().map(text -> policy.redact(text)
                        .text()));
    }

    private Guarded guarded(ModelRequest request, ModelReply reply, Predicate<ModelReply> isLast) {
        var parts = GuardedParts.of(
                policy,
                DeclaredNames.of(request.tools()),
                reply.parts(),
                new TextTrail(said, until(isLast.test(reply))));
        // the model that was asked for is no word of the provider's
        var model = reply.model().equals(request.model())
                ? new Guardrail.Redacted(reply.model(), Detection.NOTHING)
                : policy.redact(reply.model());
        var shown = parts.parts().stream().map(ids::guarded).toList();
        return new Guarded(
                new ModelReply(shown, reply.stopReason(), reply.usage(), model.text()),
                policy.joined(List.of(parts.found(), ids.takeFound(), model.found())));
    }

    /** A reply without finds, and what they were. */
    private record Guarded(ModelReply reply, Detection found) {}

    private void tell(Detection found, Consumer<ModelDelta> onDelta) {
        policy.hit(found).ifPresent(hit -> onDelta.accept(new ModelDelta.Guarded(hit)));
    }

    /** Closes nothing: the client is its owner's. */
    @Override
    public void close() {}

    /** The pieces of a reply on their way. */
    private final class Stream implements Consumer<ModelDelta> {
        private final DeclaredNames declared;
        private final Consumer<ModelDelta> onDelta;
        private final GuardedText reasoning = policy.open();

        Stream(DeclaredNames declared, Consumer<ModelDelta> onDelta) {
            this.declared = declared;
            this.onDelta = onDelta;
            // what an earlier reply had was told with it
            shown.takeFound();
        }

        Stream(Consumer<ModelDelta> onDelta) {
            this(DeclaredNames.of(List.of()), onDelta);
        }

        @Override
        public void accept(ModelDelta delta) {
            switch (delta) {
                case ModelDelta.Text(var piece) -> passText(shown.accept(piece));
                case ModelDelta.Reasoning(var piece) -> passReasoning(reasoning.accept(piece));
                case ModelDelta.ToolUseStarted(var id, var name) ->
                    onDelta.accept(new ModelDelta.ToolUseStarted(
                            ids.guarded(id), declared.guarded(name, policy).name()));
                case ModelDelta.Retrying retry -> onDelta.accept(guarded(retry, onDelta));
                case ModelDelta.Progress _, ModelDelta.Guarded _, ModelDelta.Withheld _ -> onDelta.accept(delta);
            }
        }

        void end(TextTrail.Until until) {
            passReasoning(reasoning.finish());
            passText(new TextTrail(shown, until).end());
        }

        /** What was held back may be the beginning of a find: it is judged, and shown to nobody. */
        void breakOff() {
            reasoning.finish();
            new TextTrail(shown, TextTrail.Until.END).end();
        }

        Detection found() {
            return policy.joined(List.of(shown.takeFound(), reasoning.takeFound(), ids.takeFound()));
        }

        private void passText(String piece) {
            if (!piece.isEmpty()) {
                onDelta.accept(new ModelDelta.Text(piece));
            }
        }

        private void passReasoning(String piece) {
            if (!piece.isEmpty()) {
                onDelta.accept(new ModelDelta.Reasoning(piece));
            }
        }
    }
}
