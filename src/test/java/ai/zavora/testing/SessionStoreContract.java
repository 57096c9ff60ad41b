package ai.zavora.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.zavora.base.error.ErrorKind;
import ai.zavora.base.error.ZavoraException;
import ai.zavora.base.json.JsonValue;
import ai.zavora.core.llm.Part;
import ai.zavora.core.llm.StopReason;
import ai.zavora.core.llm.Usage;
import ai.zavora.core.session.Event;
import ai.zavora.core.session.SearchQuery;
import ai.zavora.core.session.SessionKey;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What every session store promises; a test of a store extends this. */
@Timeout(60)
public abstract class SessionStoreContract extends SessionUpkeepContract {
    private static final Duration PATIENT = Duration.ofSeconds(30);

    @Test
    void openCreatesOnceAndThenFinds() {
        var created = store.open(KEY);
        clock.advance(Duration.ofHours(1));
        assertThat(store.open(KEY)).isEqualTo(created);
        assertThat(created.key()).isEqualTo(KEY);
        assertThat(created.lastSeq()).isZero();
        assertThat(created.createdAt()).isEqualTo(created.updatedAt());
    }

    @Test
    void appendNumbersFromOneWithoutGaps() {
        store.open(KEY);
        assertThat(store.append(KEY, 0, Events.numbered("a", 2))).isEqualTo(2);
        assertThat(store.append(KEY, 2, Events.numbered("b", 1))).isEqualTo(3);
        var events = store.events(KEY, 0, 10);
        assertThat(events).extracting(Event::seq).containsExactly(1L, 2L, 3L);
        assertThat(events).extracting(Events::textOf).containsExactly("a1", "a2", "b1");
    }

    @Test
    void eventsComeBackEqual() {
        store.open(KEY);
        var event = Events.of(new Event.AssistantMessage(
                List.of(
                        new Part.Reasoning("why", Optional.of(new Part.ProviderData("x", JsonValue.of("sealed")))),
                        new Part.Text("answer")),
                StopReason.COMPLETE,
                new Usage(1, 2, 3, 4, 5),
                "provider",
                "model"));
        store.append(KEY, 0, List.of(event));
        assertThat(store.events(KEY, 0, 1)).containsExactly(event.withSeq(1));
    }

    @Test
    void appendOfNothingChangesNothing() {
        var before = store.open(KEY);
        clock.advance(Duration.ofHours(1));
        assertThat(store.append(KEY, 0, List.of())).isZero();
        assertThat(store.open(KEY)).isEqualTo(before);
    }

    @Test
    void appendMovesTheUpdateTimeAndTheEnd() {
        var created = store.open(KEY);
        clock.advance(Duration.ofMinutes(5));
        store.append(KEY, 0, Events.numbered("a", 3));
        var after = store.open(KEY);
        assertThat(after.createdAt()).isEqualTo(created.createdAt());
        assertThat(after.updatedAt()).isEqualTo(created.createdAt().plus(Duration.ofMinutes(5)));
        assertThat(after.lastSeq()).isEqualTo(3);
    }

    @Test
    void aClockSetBackDoesNotMakeASessionOlder() {
        var created = store.open(KEY);
        clock.advance(Duration.ofMinutes(-5));
        store.append(KEY, 0, Events.numbered("a", 1));
        assertThat(store.open(KEY).updatedAt()).isEqualTo(created.updatedAt());
    }

    @Test
    void appendAtAnOldPositionIsRefusedWhole() {
        store.open(KEY);
        store.append(KEY, 0, Events.numbered("a", 1));
        assertSessionError(() -> store.append(KEY, 0, Events.numbered("b", 2)));
        assertSessionError(() -> store.append(KEY, 2, Events.numbered("b", 2)));
        assertThat(store.events(KEY, 0, 10)).extracting(Events::textOf).containsExactly("a1");
    }

    @Test
    void eventsArePaged() {
        store.open(KEY);
        store.append(KEY, 0, Events.numbered("a", 7));
        assertThat(store.events(KEY, 0, 3)).extracting(Events::textOf).containsExactly("a1", "a2", "a3");
        assertThat(store.events(KEY, 3, 3)).extracting(Events::textOf).containsExactly("a4", "a5", "a6");
        assertThat(store.events(KEY, 6, 3)).extracting(Events::textOf).containsExactly("a7");
        assertThat(store.events(KEY, 7, 3)).isEmpty();
        assertThat(store.events(KEY, Long.MAX_VALUE, 3)).isEmpty();
        assertThat(store.events(KEY, 0, Integer.MAX_VALUE)).hasSize(7);
    }

    @Test
    void pagesOfNonsenseAreADefectOfTheCaller() {
        store.open(KEY);
        assertThatThrownBy(() -> store.events(KEY, 0, 0)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> store.events(KEY, -1, 1)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void anUnknownSessionIsAnError() {
        assertSessionError(() -> store.events(KEY, 0, 10));
        assertSessionError(() -> store.append(KEY, 0, Events.numbered("a", 1)));
        assertThat(store.list("app", "user")).isEmpty();
    }

    @Test
    void keysAreToldApartByAllThreeNames() {
        var others = List.of(
                new SessionKey("app2", "user", "session"),
                new SessionKey("app", "user2", "session"),
                new SessionKey("app", "user", "SESSION"));
        store.open(KEY);
        store.append(KEY, 0, Events.numbered("a", 1));
        for (var other : others) {
            assertThat(store.open(other).lastSeq()).isZero();
            assertThat(store.events(other, 0, 1)).isEmpty();
        }
        assertThat(store.delete(KEY)).isTrue();
        assertThat(store.open(others.getFirst()).lastSeq()).isZero();
    }

    @Test
    void listIsNewestFirstAndOfOneUserOnly() {
        for (var id : List.of("b", "a", "c")) {
            store.open(new SessionKey("app", "user", id));
        }
        store.open(new SessionKey("app", "another", "x"));
        clock.advance(Duration.ofSeconds(1));
        store.append(new SessionKey("app", "user", "b"), 0, Events.numbered("b", 1));
        clock.advance(Duration.ofSeconds(1));
        store.append(new SessionKey("app", "user", "a"), 0, Events.numbered("a", 2));
        assertThat(store.list("app", "user"))
                .extracting(summary -> summary.key().id())
                .containsExactly("a", "b", "c");
        assertThat(store.list("app", "user").getFirst().lastSeq()).isEqualTo(2);
        assertThat(store.list("app", "nobody")).isEmpty();
    }

    @Test
    void sessionsOfTheSameTimeAreListedById() {
        for (var id : List.of("b", "a", "c")) {
            store.open(new SessionKey("app", "user", id));
        }
        assertThat(store.list("app", "user"))
                .extracting(summary -> summary.key().id())
                .containsExactly("a", "b", "c");
    }

    @Test
    void deleteRemovesTheEventsToo() {
        store.open(KEY);
        store.append(KEY, 0, Events.numbered("a", 3));
        assertThat(store.delete(KEY)).isTrue();
        assertThat(store.delete(KEY)).isFalse();
        assertThat(store.list("app", "user")).isEmpty();
        assertSessionError(() -> store.events(KEY, 0, 1));
        assertThat(store.open(KEY).lastSeq()).isZero();
        assertThat(store.events(KEY, 0, 1)).isEmpty();
    }

    @Test
    void textOfEveryKindSurvives() {
        store.open(new SessionKey("äpp", "用户", "'; drop table \uD83D\uDE00"));
        store.open(KEY);
        var texts = List.of(
                "", "héllo", "日本語", "\uD83D\uDC69\u200D\uD83D\uDCBB", "\0 nul \u0001", "\uFFFE\uFEFF", "\"\\\n\r\t");
        store.append(KEY, 0, texts.stream().map(Events::userSays).toList());
        assertThat(store.events(KEY, 0, 100)).extracting(Events::textOf).containsExactlyElementsOf(texts);
        assertThat(store.list("äpp", "用户").getFirst().key().id()).isEqualTo("'; drop table \uD83D\uDE00");
    }

    @Test
    void largeEventsSurvive() {
        store.open(KEY);
        var large = "0123456789abcdeé".repeat(5 * 1024 * 1024 / 16);
        store.append(KEY, 0, List.of(Events.userSays(large), Events.userSays("small")));
        assertThat(Events.textOf(store.events(KEY, 0, 1).getFirst())).isEqualTo(large);
        assertThat(store.events(KEY, 1, 1)).extracting(Events::textOf).containsExactly("small");
    }

    @Test
    void ofConcurrentAppendsAtOnePositionOneWins() throws Exception {
        store.open(KEY);
        var attempts = new ArrayList<Callable<Boolean>>();
        for (var i = 0; i < 16; i++) {
            var name = "writer" + i + "-";
            attempts.add(() -> {
                try {
                    store.append(KEY, 0, Events.numbered(name, 3));
                    return true;
                } catch (ZavoraException e) {
                    assertThat(e.kind()).isEqualTo(ErrorKind.SESSION);
                    return false;
                }
            });
        }
        assertThat(all(attempts)).containsOnlyOnce(true);
        assertThat(store.events(KEY, 0, 100)).hasSize(3);
    }

    @Test
    void concurrentWritersUnderALeaseLoseNothing() throws Exception {
        store.open(KEY);
        var writers = new ArrayList<Callable<Boolean>>();
        for (var i = 0; i < 8; i++) {
            var name = "writer" + i + "-";
            writers.add(() -> {
                for (var round = 0; round < 10; round++) {
                    try (var lease = store.lease(KEY, PATIENT)) {
                        assertThat(lease).isNotNull();
                        var end = store.open(KEY).lastSeq();
                        store.append(KEY, end, Events.numbered(name + round + "-", 2));
                    }
                }
                return true;
            });
        }
        all(writers);
        var events = store.events(KEY, 0, 1000);
        assertThat(events).hasSize(160);
        assertThat(events).extracting(Events::textOf).doesNotHaveDuplicates();
        for (var i = 0; i < 160; i++) {
            assertThat(events.get(i).seq()).isEqualTo(i + 1);
        }
    }

    @Test
    void aLeaseIsHeldByOneTurn() throws Exception {
        assertThat(store.isLeased(KEY)).isFalse();
        var first = store.lease(KEY, AT_ONCE);
        assertThat(store.isLeased(KEY)).isTrue();
        assertSessionError(() -> store.lease(KEY, AT_ONCE));
        assertSessionError(() -> store.lease(KEY, Duration.ofMillis(50)));
        try (var other = store.lease(new SessionKey("app", "user", "other"), AT_ONCE)) {
            assertThat(other).isNotNull();
        }
        first.close();
        var second = store.lease(KEY, AT_ONCE);
        first.close();
        assertSessionError(() -> store.lease(KEY, AT_ONCE));
        second.close();
        assertThat(store.isLeased(KEY)).isFalse();
    }

    @Test
    void aPatientTurnGetsTheLeaseWhenItIsGivenBack() throws Exception {
        var first = store.lease(KEY, AT_ONCE);
        try (var pool = Executors.newVirtualThreadPerTaskExecutor()) {
            var waiting = pool.submit(() -> store.lease(KEY, PATIENT));
            assertThat(waiting.isDone()).isFalse();
            first.close();
            waiting.get(30, TimeUnit.SECONDS).close();
        }
    }

    @Test
    void waitingForALeaseCanBeInterrupted() throws Exception {
        var caught = new AtomicReference<Throwable>();
        var waits = new CountDownLatch(1);
        try (var lease = store.lease(KEY, AT_ONCE)) {
            assertThat(lease).isNotNull();
            var waiter = Thread.ofVirtual().start(() -> {
                try {
                    waits.countDown();
                    store.lease(KEY, PATIENT).close();
                } catch (InterruptedException | ZavoraException e) {
                    caught.set(e);
                }
            });
            waits.await();
            waiter.interrupt();
            waiter.join();
        }
        assertThat(caught.get()).isInstanceOf(InterruptedException.class);
    }

    @Test
    void anInterruptedThreadStillAppends() {
        store.open(KEY);
        Thread.currentThread().interrupt();
        try {
            store.append(KEY, 0, Events.numbered("a", 1));
            assertThat(store.events(KEY, 0, 1)).hasSize(1);
        } finally {
            assertThat(Thread.interrupted()).isTrue();
        }
    }

    @Test
    void aClosedStoreRefusesEverything() throws Exception {
        store.open(KEY);
        var lease = store.lease(KEY, AT_ONCE);
        store.close();
        store.close();
        lease.close();
        assertSessionError(() -> store.open(KEY));
        assertSessionError(() -> store.lease(KEY, AT_ONCE));
        assertSessionError(() -> store.append(KEY, 0, List.of()));
        assertSessionError(() -> store.events(KEY, 0, 1));
        assertSessionError(() -> store.list("app", "user"));
        assertSessionError(() -> store.delete(KEY));
        assertSessionError(() -> store.find(KEY));
        assertSessionError(() -> store.hold(KEY));
        assertSessionError(() -> store.search(new SearchQuery("app", "user", List.of("a"), 1)));
    }

    private static <T> List<T> all(List<Callable<T>> tasks) throws Exception {
        try (var pool = Executors.newVirtualThreadPerTaskExecutor()) {
            var results = new ArrayList<T>();
            for (var future : pool.invokeAll(tasks)) {
                results.add(future.get());
            }
            return results;
        }
    }
}
