package ai.zavora.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.zavora.base.error.ErrorKind;
import ai.zavora.base.error.ZavoraException;
import ai.zavora.base.json.Json;
import ai.zavora.base.json.JsonException;
import ai.zavora.core.llm.Part;
import ai.zavora.core.policy.ToolCall;
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
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every session store promises about keeping house: finding, pruning, copying in, searching. */
abstract class SessionUpkeepContract {
    protected static final SessionKey KEY = new SessionKey("app", "user", "session");
    protected static final Duration AT_ONCE = Duration.ZERO;

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
    void findsWithoutCreating() {
        assertThat(store.find(KEY)).isEmpty();
        assertThat(store.list("app", "user")).isEmpty();
        var created = store.open(KEY);
        assertThat(store.find(KEY)).contains(created);
    }

    @Test
    void prunesTheSameAsItPreviews() {
        sessions(10);
        var rule = new PruneRule("app", "user", OptionalInt.of(3), Optional.empty(), List.of("s2"), clock.instant());

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

        var byBoth = store.prune(
                new PruneRule("app", "user", OptionalInt.of(5), before, List.of(), clock.instant()),
                PruneRule.Mode.PREVIEW);
        var byAge = store.prune(
                new PruneRule("app", "user", OptionalInt.empty(), before, List.of(), clock.instant()),
                PruneRule.Mode.DELETE);

        assertThat(ids(byBoth.doomed())).containsExactly("s1");
        assertThat(ids(byAge.doomed())).containsExactly("s3", "s2", "s1");
    }

    @Test
    void whatAWrongClockDatedAfterNowStaysAndTakesNobodysPlace() {
        sessions(3);
        var now = clock.instant();
        clock.advance(Duration.ofDays(2000));
        var far = new SessionKey("app", "user", "far");
        store.open(far);
        store.append(far, 0, Events.numbered("a", 1));
        clock.advance(Duration.between(clock.instant(), now));
        var rule = new PruneRule("app", "user", OptionalInt.of(2), Optional.empty(), List.of(), now);

        var deed = store.prune(rule, PruneRule.Mode.DELETE);

        assertThat(ids(deed.doomed())).containsExactly("s1");
        assertThat(deed.kept()).isEqualTo(3);
        assertThat(deed.ahead()).isEqualTo(1);
    }

    @Test
    void neitherPrunesNorDeletesWhatSomebodyWorksIn() throws InterruptedException {
        sessions(4);
        var leased = new SessionKey("app", "user", "s1");
        var held = new SessionKey("app", "user", "s2");
        var rule = new PruneRule("app", "user", OptionalInt.of(1), Optional.empty(), List.of(), clock.instant());
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
                new PruneRule("app", "user", OptionalInt.of(1), Optional.empty(), List.of(), clock.instant()),
                PruneRule.Mode.DELETE);

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

    @Test
    void searchesWhatToolsWereGivenAndGaveAsPeopleReadIt() throws JsonException {
        store.open(KEY);
        store.append(
                KEY,
                0,
                List.of(
                        Events.of(new Event.ToolStarted(new ToolCall("call-1", "look", Json.parseObject("""
                                        {"path":"C:\\\\temp","deep":[{"more":["tab\\there"]},12.50]}""")))),
                        Events.of(new Event.ToolFinished(
                                new Part.ToolOutput("call-1", "look", Json.parseObject("""
                                        {"text":"first\\nsecond \\"C:\\\\temp\\" \\u00dcber \\u0041bc","ok":true}"""), false))),
                        Events.of(new Event.SessionState(Json.parseObject("""
                                {"folder":"D:\\\\data"}""")))));

        assertThat(hits("C:\\temp")).containsExactly(1L, 2L);
        assertThat(hits("\\")).containsExactly(1L, 2L, 3L);
        assertThat(hits("d:\\data")).containsExactly(3L);
        assertThat(hits("C:\\\\temp")).isEmpty();
        assertThat(hits("nsecond")).isEmpty();
        assertThat(hits("there")).isEmpty();
        assertThat(hits("here")).containsExactly(1L);
        assertThat(hits("path 12.50 deep look")).containsExactly(1L);
        assertThat(hits("second")).containsExactly(2L);
        assertThat(hits("über true abc")).containsExactly(2L);
        assertThat(hits("u00dc")).isEmpty();
        assertThat(store.search(new SearchQuery("app", "user", List.of("data"), 1)))
                .singleElement()
                .satisfies(hit -> assertThat(hit.excerpt()).isEqualTo("folder D:\\data"));
    }

    @Test
    void searchesASigmaInEachOfItsForms() {
        store.open(KEY);
        store.append(
                KEY,
                0,
                List.of(
                        Events.userSays("ΟΔΟΣ"),
                        Events.userSays("οδος Αθηνας"),
                        Events.userSays("οδοσ"),
                        Events.userSays("οδο")));

        for (var word : List.of("ΟΔΟΣ", "οδος", "οδοσ", "Οδος", "ΔΟΣ", "δος")) {
            assertThat(hits(word)).as(word).containsExactly(1L, 2L, 3L);
        }
    }

    /** The store may pass over what cannot match by the parts of a word that are plain. */
    @Test
    void searchesWordsOfWhichOnlyPartsArePlain() {
        store.open(KEY);
        store.append(
                KEY,
                0,
                List.of(
                        Events.userSays("the \"K\u212aIOS\u212a\u2019S\" \u0130stanbul_100%"),
                        Events.userSays("stanbul 100 ios")));

        assertThat(hits("kkiosk’s")).containsExactly(1L);
        assertThat(hits("i\u0307stanbul_100%")).containsExactly(1L);
        assertThat(hits("stanbul_1")).containsExactly(1L);
        assertThat(hits("_")).containsExactly(1L);
    }

    @Test
    void searchesLettersHoweverTheyAreWritten() {
        store.open(KEY);
        store.append(
                KEY,
                0,
                List.of(
                        Events.userSays("Mu\u0308ller, Große Stra\u00dfe"),
                        Events.userSays("M\u00fcller, GROSSE STRASSE, J\u030c")));

        assertThat(hits("m\u00fcller")).containsExactly(1L, 2L);
        assertThat(hits("MU\u0308LLER")).containsExactly(1L, 2L);
        assertThat(hits("strasse")).containsExactly(1L, 2L);
        assertThat(hits("Stra\u00dfe")).containsExactly(1L, 2L);
        assertThat(hits("stras")).containsExactly(1L, 2L);
        assertThat(hits("gros")).containsExactly(1L, 2L);
        assertThat(hits("\u01f0")).containsExactly(2L);
    }

    @Test
    void searchesWordsInQuotesHoweverTheyAreParted() {
        store.open(KEY);
        store.append(
                KEY,
                0,
                List.of(
                        Events.userSays("alpha\n\tbeta gamma"),
                        Events.userSays("alpha \u00a0beta"),
                        Events.userSays("alphabeta"),
                        Events.userSays("beta alpha")));

        assertThat(hits("\"alpha beta\"")).containsExactly(1L, 2L);
        assertThat(hits("\"alpha\n beta\" gamma")).containsExactly(1L);
        assertThat(store.search(new SearchQuery("app", "user", List.of("beta gamma"), 1)))
                .singleElement()
                .satisfies(hit -> assertThat(hit.excerpt()).isEqualTo("alpha beta gamma"));
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

    /** Asserts a failure of kind SESSION that tells people what to do. */
    protected static void assertSessionError(ThrowingCallable call) {
        assertThatThrownBy(call).isInstanceOfSatisfying(ZavoraException.class, e -> {
            assertThat(e.kind()).isEqualTo(ErrorKind.SESSION);
            assertThat(e.hint()).isNotBlank();
        });
    }
}
