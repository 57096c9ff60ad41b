package ai.zavora.surface.server.turn;

import static java.util.Objects.requireNonNull;

import ai.zavora.base.json.Json;
import ai.zavora.base.json.JsonValue;
import ai.zavora.base.text.WholeCharacters;
import ai.zavora.core.agent.TurnEvent;
import ai.zavora.core.headless.Line;
import ai.zavora.core.headless.TurnWords;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * All that a turn has said so far. One thread writes; any number of readers follow from any place, each as fast as it
 * can: nothing is queued for them, and what a slow reader missed reaches it in larger pieces.
 *
 * <p>What the journal also holds has an id, {@code TURN.ITEM.CHARS}: the turn, which of its texts, tool calls, tool
 * results and end it is, and for a text how much of it was said. {@link TurnReplay} makes the same ids out of the
 * journal, so a reader can go on where it was, after the turn has left memory too.
 */
public final class TurnLog implements Consumer<TurnEvent> {
    private static final Duration FOREVER = Duration.ofNanos(Long.MAX_VALUE);
    private static final int NONE = -1;
    private static final int WITHOUT_ID = -1;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition grown = lock.newCondition();
    private final List<Entry> entries = new ArrayList<>();
    private final Map<String, Line> undecided = new HashMap<>();
    private String turnId = "";
    private String author = "";
    private int items;
    private int openText = NONE;
    private int said;
    private long chars;
    private final WholeCharacters characters = new WholeCharacters();
    private JsonValue.@Nullable Obj question;
    private volatile @Nullable TurnEnd end;

    /** A place in the log: so many whole entries, and so many characters of the next. */
    public record Position(int entry, int chars) {
        public static final Position START = new Position(0, 0);
    }

    /**
     * A line to be sent.
     *
     * @param id names the place behind it; empty for what only those learn who watch, and where no turn began
     */
    public record Piece(Optional<String> id, Line line) {}

    /**
     * What was new.
     *
     * @param next where to go on
     * @param ended whether this was all
     */
    public record Batch(List<Piece> pieces, Position next, boolean ended) {}

    private sealed interface Entry {
        /**
         * A stretch of a text; it may still grow.
         *
         * @param offset how much of the text stands before
         */
        record Text(int item, int offset, StringBuilder text) implements Entry {}

        /** @param item negative for a line without id */
        record Whole(int item, Line line) implements Entry {}
    }

    @Override
    public void accept(TurnEvent event) {
        switch (event) {
            case TurnEvent.TurnStarted(var id, var _) -> started(id);
            case TurnEvent.TextDelta(var speaker, var text) -> text(speaker, text);
            case TurnEvent.ModelReplied _ -> replied();
            case TurnEvent.ToolRequested(var call, var tool, var input) -> requested(call, tool, input);
            case TurnEvent.ToolDecided decided -> decided(decided.callId());
            case TurnEvent.ToolFinished(var call, var tool, var output, var outcome, var _) ->
                finished(call, Line.toolResult(call, tool, outcome, output));
            case TurnEvent.ModelRetrying _,
                    TurnEvent.ModelProgress _,
                    TurnEvent.Guarded _,
                    TurnEvent.Notice _,
                    TurnEvent.TurnCompleted _ -> TurnWords.own(event).ifPresent(words -> notice(Line.system(words)));
            case TurnEvent.UserSpoke _,
                    TurnEvent.ModelRequestStarted _,
                    TurnEvent.ReasoningDelta _,
                    TurnEvent.ModelFailed _,
                    TurnEvent.ModelInterrupted _ -> {}
        }
    }

    void started(String id) {
        change(() -> turnId = id);
    }

    void text(String speaker, String text) {
        change(() -> {
            if (openText < 0 && !text.isEmpty()) {
                if (!speaker.equals(author)) {
                    author = speaker;
                    entries.add(new Entry.Whole(WITHOUT_ID, Line.agent(speaker)));
                }
                openText = items++;
                said = 0;
            }
            append(characters.accept(text));
        });
    }

    private void append(String text) {
        if (text.isEmpty()) {
            return;
        }
        if (entries.isEmpty() || !(entries.getLast() instanceof Entry.Text last) || last.item() != openText) {
            entries.add(new Entry.Text(openText, said, new StringBuilder()));
        }
        ((Entry.Text) entries.getLast()).text().append(text);
        said += text.length();
        chars += text.length();
    }

    /** No more comes to the text that was being said. */
    void replied() {
        change(this::closeText);
    }

    private void closeText() {
        openText = NONE;
        characters.drop();
    }

    // a call is told when it is decided about, or else with its outcome: that is the order of the journal
    void requested(String call, String tool, JsonValue input) {
        change(() -> undecided.put(call, Line.toolUse(call, tool, input)));
    }

    void decided(String call) {
        change(() -> tellCall(call));
    }

    void finished(String call, Line result) {
        change(() -> {
            tellCall(call);
            entries.add(new Entry.Whole(items++, result));
        });
    }

    private void tellCall(String call) {
        var use = undecided.remove(call);
        if (use != null) {
            closeText();
            entries.add(new Entry.Whole(items++, use));
        }
    }

    /** The turn waits for an answer to this. */
    void asks(JsonValue.Obj approval) {
        change(() -> {
            entries.add(new Entry.Whole(WITHOUT_ID, new Line("approval_requested", approval)));
            chars += Json.write(approval).length();
            question = approval;
        });
    }

    /** The turn waits no more: this has become of it. */
    void resolved(JsonValue.Obj approval) {
        change(() -> {
            entries.add(new Entry.Whole(WITHOUT_ID, new Line("approval_resolved", approval)));
            question = null;
        });
    }

    /** A line for those who watch. */
    void notice(Line line) {
        change(() -> entries.add(new Entry.Whole(WITHOUT_ID, line)));
    }

    /** The last that happens; anything later is lost. */
    public void end(TurnEnd how) {
        change(() -> {
            closeText();
            entries.add(new Entry.Whole(items++, how.line()));
            chars += how instanceof TurnEnd.Answered(var answer, var _, var _)
                    ? answer.response().length()
                    : 0;
            end = how;
        });
    }

    private void change(Runnable change) {
        lock.lock();
        try {
            if (end == null) {
                change.run();
                grown.signalAll();
            }
        } finally {
            lock.unlock();
        }
    }

    /** The id of the turn; empty before it has begun. */
    public String turnId() {
        lock.lock();
        try {
            return turnId;
        } finally {
            lock.unlock();
        }
    }

    /** About how many characters are kept of it. */
    public long chars() {
        lock.lock();
        try {
            return chars;
        } finally {
            lock.unlock();
        }
    }

    /** How the turn ended; empty while it runs. */
    public Optional<TurnEnd> end() {
        lock.lock();
        try {
            return Optional.ofNullable(end);
        } finally {
            lock.unlock();
        }
    }

    /**
     * Waits for the end.
     *
     * @return empty when it did not come in time
     */
    public Optional<TurnEnd> await(Duration patience) throws InterruptedException {
        await(patience, () -> end != null);
        return Optional.ofNullable(end);
    }

    /** Waits for the end, however long it takes. */
    public TurnEnd await() throws InterruptedException {
        return await(FOREVER).orElseThrow();
    }

    /** The approval the turn waits for; empty while it waits for none. */
    public Optional<JsonValue.Obj> question() {
        lock.lock();
        try {
            return Optional.ofNullable(question);
        } finally {
            lock.unlock();
        }
    }

    /** Waits until the turn has ended or waits for an approval itself; whoever calls finds out which. */
    public void awaitStandstill() throws InterruptedException {
        await(FOREVER, () -> end != null || question != null);
    }

    /** Waits until the turn has begun or ended, or the time is over. */
    void awaitBeginning(Duration patience) throws InterruptedException {
        await(patience, () -> end != null || !turnId.isEmpty());
    }

    private void await(Duration patience, BooleanSupplier reached) throws InterruptedException {
        lock.lock();
        try {
            var left = patience.toNanos();
            while (!reached.getAsBoolean() && left > 0) {
                left = grown.awaitNanos(left);
            }
        } finally {
            lock.unlock();
        }
    }

    /**
     * What was said behind a place; waits while there is nothing.
     *
     * @param patience how long to wait; the batch is empty when nothing came
     */
    public Batch read(Position from, Duration patience) throws InterruptedException {
        requireNonNull(from, "from is null");
        lock.lock();
        try {
            var left = patience.toNanos();
            var batch = since(from);
            while (batch.pieces().isEmpty() && !batch.ended() && left > 0) {
                left = grown.awaitNanos(left);
                batch = since(from);
            }
            return batch;
        } finally {
            lock.unlock();
        }
    }

    private Batch since(Position from) {
        var pieces = new ArrayList<Piece>();
        var entry = from.entry();
        var chars = from.chars();
        read:
        while (entry < entries.size()) {
            switch (entries.get(entry)) {
                case Entry.Whole(var item, var line) -> {
                    pieces.add(new Piece(item < 0 ? Optional.empty() : id(item, 0), line));
                    entry++;
                    chars = 0;
                }
                case Entry.Text(var item, var offset, var text) -> {
                    if (text.length() > chars) {
                        pieces.add(new Piece(
                                id(item, offset + text.length()), Line.message(author, text.substring(chars))));
                        chars = text.length();
                    }
                    if (entry == entries.size() - 1) {
                        break read;
                    }
                    entry++;
                    chars = 0;
                }
            }
        }
        return new Batch(pieces, new Position(entry, chars), end != null);
    }

    /** Empty where no turn has begun: there is none to go on with. */
    private Optional<String> id(int item, int chars) {
        return turnId.isEmpty() ? Optional.empty() : Optional.of(turnId + "." + item + "." + chars);
    }

    /**
     * The place behind what has this id.
     *
     * @return empty when this turn said no such thing
     */
    public Optional<Position> behind(EventId id) {
        lock.lock();
        try {
            if (!id.turnId().equals(turnId)) {
                return Optional.empty();
            }
            for (var entry = 0; entry < entries.size(); entry++) {
                switch (entries.get(entry)) {
                    case Entry.Whole(var item, var _)
                    when item == id.item() && id.chars() == 0 -> {
                        return Optional.of(new Position(entry + 1, 0));
                    }
                    case Entry.Text(var item, var offset, var text)
                    when item == id.item() && id.chars() <= offset + text.length() -> {
                        return Optional.of(new Position(entry, Math.max(0, id.chars() - offset)));
                    }
                    case Entry.Whole _, Entry.Text _ -> {}
                }
            }
            return end instanceof TurnEnd.Failed ? aroundFailure(id) : Optional.empty();
        } finally {
            lock.unlock();
        }
    }

    /**
     * The journal lacks the text in which a turn was cut off, so there the failure has the number of that text: what was
     * seen of it is before the failure, and the failure that was seen is the end.
     */
    private Optional<Position> aroundFailure(EventId id) {
        var failure = items - 1;
        if (id.item() == failure && id.chars() > 0) {
            return Optional.of(new Position(entries.size() - 1, 0));
        }
        return id.item() == failure + 1 && id.chars() == 0
                ? Optional.of(new Position(entries.size(), 0))
                : Optional.empty();
    }
}
