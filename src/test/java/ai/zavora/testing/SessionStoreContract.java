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
import ai.zavora.core.session.PruneRule;
import ai.zavora.core.session.SearchHit;
import ai.zavora.core.session.SearchQuery;
import ai.zavora.core.session.SessionKey;
import ai.zavora.core.session.SessionStore;
import ai.zavora.core.session.SessionSummary;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What every session store promises; a test of a store extends this. */
@Timeout(60)
public abstract class SessionStoreContract {
    protected static final SessionKey KEY = new SessionKey("app", "user", "session");
    private static final Duration AT_ONCE = Duration.ZERO;
    private static final Duration PATIENT = Duration.ofSeconds(30);

    protected final MutableClock clock = MutableClock.fixed();
    protected SessionStore store;

    /** A new, empty store that reads the time from that clock. */
    protected abstract SessionStore newStore(InstantSource time);

    @BeforeEach
    void openStore() {
        store = newStore(clock);
    }

    @AfterEach
    void closeStore() {
        store.close();
    }

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
        var first = store.lease(KEY, AT_ONCE);
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
    void findsWithoutCreating() {
        assertThat(store.find(KEY)).isEmpty();
        assertThat(store.list("app", "user")).isEmpty();
        var created = store.open(KEY);
        assertThat(store.find(KEY)).contains(created);
    }

    @Test
    void prunesTheSameAsItPreviews() {
        sessions(10);
        var rule = new PruneRule("app", "user", OptionalInt.of(3), Optional.empty(), List.of("s2"));

        var preview = store.prune(rule, PruneRule.Mode.PREVIEW);
        assertThat(store.list("app", "user")).hasSize(10);
        var deed = store.prune(rule, PruneRule.Mode.DELETE);

        assertThat(deed).isEqualTo(preview);
        assertThat(ids(deed.doomed())).containsExactly("s7", "s6", "s5", "s4", "s3", "s1");
        assertThat(deed.kept()).isEqualTo(4);
        assertThat(ids(store.list("app", "user"))).containsExactly("s10", "s9", "s8", "s2");
        assertSessionError(() -> store.events(new SessionKey("app", "user", "s1"), 0, 1));
    }

    @Test
    void prunesByAgeAloneAndTogetherWithTheNumber() {
        var start = clock.instant();
        sessions(6);
        var before = Optional.of(start.plus(Duration.ofMinutes(4)));

        var byBoth =
                store.prune(new PruneRule("app", "user", OptionalInt.of(5), before, List.of()), PruneRule.Mode.PREVIEW);
        var byAge = store.prune(
                new PruneRule("app", "user", OptionalInt.empty(), before, List.of()), PruneRule.Mode.DELETE);

        assertThat(ids(byBoth.doomed())).containsExactly("s1");
        assertThat(ids(byAge.doomed())).containsExactly("s3", "s2", "s1");
    }

    @Test
    void neitherPrunesNorDeletesWhatSomebodyWorksIn() throws InterruptedException {
        sessions(4);
        var leased = new SessionKey("app", "user", "s1");
        var held = new SessionKey("app", "user", "s2");
        var rule = new PruneRule("app", "user", OptionalInt.of(1), Optional.empty(), List.of());
        var first = store.hold(held);
        try (var lease = store.lease(leased, AT_ONCE);
                var second = store.hold(held)) {
            first.close();
            var pruned = store.prune(rule, PruneRule.Mode.DELETE);

            assertThat(lease).isNotNull();
            assertThat(second).isNotNull();
            assertThat(ids(pruned.doomed())).containsExactly("s3");
            assertThat(ids(pruned.inUse())).containsExactly("s2", "s1");
            assertThat(pruned.kept()).isEqualTo(3);
            assertSessionError(() -> store.delete(leased));
            assertSessionError(() -> store.delete(held));
        }
        assertThat(ids(store.prune(rule, PruneRule.Mode.DELETE).doomed())).containsExactly("s2", "s1");
    }

    @Test
    void prunesOnlyOneApplicationAndUser() {
        sessions(3);
        store.open(new SessionKey("app", "other", "s0"));
        store.open(new SessionKey("other", "user", "s0"));

        store.prune(
                new PruneRule("app", "user", OptionalInt.of(1), Optional.empty(), List.of()), PruneRule.Mode.DELETE);

        assertThat(store.list("app", "other")).hasSize(1);
        assertThat(store.list("other", "user")).hasSize(1);
    }

    @Test
    void insertsAWholeSessionOnce() {
        var header = new SessionSummary(
                KEY, Instant.parse("2020-01-01T00:00:00.000000001Z"), Instant.parse("2021-01-01T00:00:00Z"), 99);

        var inserted = store.insert(header, Events.numbered("a", 3));

        assertThat(inserted).isEqualTo(new SessionSummary(KEY, header.createdAt(), header.updatedAt(), 3));
        assertThat(store.find(KEY)).contains(inserted);
        assertThat(store.events(KEY, 0, 10)).extracting(Events::textOf).containsExactly("a1", "a2", "a3");
        assertSessionError(() -> store.insert(header, Events.numbered("b", 5)));
        assertThat(store.events(KEY, 0, 10)).hasSize(3);
    }

    @Test
    void searchesWordsInAnyCase() {
        store.open(KEY);
        store.append(
                KEY,
                0,
                List.of(
                        Events.userSays("The Kiosk opens at nine"),
                        Events.userSays("nothing here"),
                        Events.userSays("KIOSK closed; Straße \"und\" Überweg")));

        assertThat(hits("kiosk")).containsExactly(1L, 3L);
        assertThat(hits("KIOSK nine")).containsExactly(1L);
        assertThat(hits("\"opens at\"")).containsExactly(1L);
        assertThat(hits("überweg straße")).containsExactly(3L);
        assertThat(hits("user_message")).isEmpty();
        assertThat(store.search(new SearchQuery("app", "user", List.of("kiosk"), 1)))
                .singleElement()
                .satisfies(hit -> assertThat(hit.excerpt()).isEqualTo("The Kiosk opens at nine"));
        assertThat(store.search(new SearchQuery("app", "other", List.of("kiosk"), 1)))
                .isEmpty();
    }

    private List<Long> hits(String text) {
        return store.search(new SearchQuery("app", "user", SearchQuery.words(text), 10)).stream()
                .map(SearchHit::seq)
                .toList();
    }

    /** Sessions s1, s2, … a minute apart, with two events each. */
    private void sessions(int count) {
        for (var i = 1; i <= count; i++) {
            clock.advance(Duration.ofMinutes(1));
            var key = new SessionKey("app", "user", "s" + i);
            store.open(key);
            store.append(key, 0, Events.numbered("e", 2));
        }
    }

    private static List<String> ids(List<SessionSummary> sessions) {
        return sessions.stream().map(session -> session.key().id()).toList();
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

    /** Asserts a failure of kind SESSION that tells people what to do. */
    protected static void assertSessionError(ThrowingCallable call) {
        assertThatThrownBy(call).isInstanceOfSatisfying(ZavoraException.class, e -> {
            assertThat(e.kind()).isEqualTo(ErrorKind.SESSION);
            assertThat(e.hint()).isNotBlank();
        });
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
