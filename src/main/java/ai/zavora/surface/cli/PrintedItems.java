package ai.zavora.surface.cli;

import ai.zavora.base.config.GivenOptions;
import ai.zavora.base.config.RunSettings.Sensitive;
import ai.zavora.base.error.InterruptedWorkException;
import ai.zavora.base.error.ZavoraException;
import ai.zavora.base.json.JsonValue;
import ai.zavora.base.protocol.headless.Failure;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/**
 * Items of a list that is printed while they are read. When reading fails the list ends, and {@link #rest} says why: so
 * the document is whole JSON in any case.
 */
final class PrintedItems<T> implements Iterable<T> {
    private final Invocation invocation;
    private final Iterable<T> items;
    private Optional<ReportedFailureException> failure = Optional.empty();

    PrintedItems(Invocation invocation, Iterable<T> items) {
        this.invocation = invocation;
        this.items = items;
    }

    /** The members behind the list. */
    JsonValue.Obj rest() {
        return failure.map(told -> JsonValue.object()
                        .put("error", advised(told.failure()).toJson())
                        .build())
                .orElse(JsonValue.Obj.EMPTY);
    }

    /** Ends the command where reading failed. */
    void requireComplete() {
        failure.ifPresent(told -> {
            throw told;
        });
    }

    @Override
    public Iterator<T> iterator() {
        var source = items.iterator();
        return new Iterator<>() {
            private Optional<T> ahead = Optional.empty();

            @Override
            public boolean hasNext() {
                return ahead.isPresent() || guarded(this::advance);
            }

            private boolean advance() {
                if (source.hasNext()) {
                    ahead = Optional.of(source.next());
                }
                return ahead.isPresent();
            }

            @Override
            public T next() {
                if (!hasNext()) {
                    throw new NoSuchElementException();
                }
                var item = ahead.orElseThrow();
                ahead = Optional.empty();
                return item;
            }
        };
    }

    private boolean guarded(BooleanSupplier step) {
        if (failure.isPresent()) {
            return false;
        }
        try {
            return step.getAsBoolean();
        } catch (ZavoraException e) {
            failure = Optional.of(new ReportedFailureException(shown(Failure.of(e)), e));
        } catch (InterruptedWorkException e) {
            var code = invocation.services().interruptedExitCode();
            failure = Optional.of(new ReportedFailureException(Failure.interrupted(code), e));
        }
        return false;
    }

    /** Its hint with the options that were given; what people are told gets them where it is told. */
    private Failure advised(Failure told) {
        return told.withHint(GivenOptions.ofAdvice(invocation.settings()).in(told.hint()));
    }

    private Failure shown(Failure told) {
        return invocation.settings().run().sensitive() == Sensitive.SHOWN ? told : told.redacted();
    }
}
