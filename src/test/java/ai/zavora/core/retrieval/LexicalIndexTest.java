package ai.zavora.core.retrieval;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.zavora.base.error.InterruptedWorkException;
import ai.zavora.core.retrieval.LexicalIndex.Hit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class LexicalIndexTest {
    private static final String[] WORDS = {
        "art",
        "start",
        "Start",
        "RESTART",
        "aaa",
        "aaaaaa",
        "to",
        "İstanbul",
        "größe",
        "été",
        "x-y",
        "(key)",
        "e-mail",
        "日本語",
        "42",
        "1000",
        "\u212a",
        "\uD83D\uDE00smile",
        "-",
        "the"
    };

    private static String text(Random random, int words) {
        var text = new StringBuilder();
        for (var i = random.nextInt(words); i >= 0; i--) {
            text.append(WORDS[random.nextInt(WORDS.length)])
                    .append(List.of(" ", "\n", ", ", "\u00a0", "\t", "").get(random.nextInt(6)));
        }
        return text.toString();
    }

    /** The rule as it is written down, one character at a time. */
    private static long score(String query, String chunk) {
        var total = 0L;
        for (var word : query.split("(?U)\\p{IsWhite_Space}+")) {
            var term = lower(word.replaceAll("^[^A-Za-z0-9]+|[^A-Za-z0-9]+$", ""));
            if (term.getBytes(UTF_8).length > 2) {
                var rest = lower(chunk);
                for (var at = rest.indexOf(term); at >= 0; at = rest.indexOf(term)) {
                    total++;
                    rest = rest.substring(at + term.length());
                }
            }
        }
        return total;
    }

    private static String lower(String text) {
        var lowered = new StringBuilder();
        text.codePoints()
                .forEach(c -> lowered.append(
                        c < 128 ? Character.toString(c).toLowerCase(Locale.ROOT) : Character.toString(c)));
        return lowered.toString();
    }

    @Test
    void ranksAsTheRuleSays() {
        for (var seed = 0; seed < 2_000; seed++) {
            var random = new Random(seed);
            var query = text(random, 8);
            var chunks = new ArrayList<String>();
            for (var i = random.nextInt(8); i >= 0; i--) {
                chunks.add(text(random, 30));
            }
            var most = 1 + random.nextInt(4);
            var expected = IntStream.range(0, chunks.size())
                    .mapToObj(i -> new Hit(i, score(query, chunks.get(i))))
                    .filter(hit -> hit.score() > 0)
                    .sorted((a, b) -> Long.compare(b.score(), a.score()))
                    .limit(most)
                    .toList();

            assertThat(new LexicalIndex(chunks).search(query, most))
                    .as("seed %s: %s in %s", seed, query, chunks)
                    .isEqualTo(expected);
        }
    }

    @Test
    void wordsLoseTheirEdgesAndShortOnesAreDropped() {
        assertThat(QueryTerms.of("  \"Which\", of (the) KEYS: a_b, it's été 日本語 x-y--- 7 42 100?"))
                .containsExactly("which", "the", "keys", "a_b", "it's", "x-y", "100");
        assertThat(QueryTerms.of(" \t\n")).isEmpty();
        assertThat(QueryTerms.of("again again")).containsExactly("again", "again");
    }

    @Test
    void theFirstOfEqualsStaysFirst() {
        assertThat(new LexicalIndex(List.of("none", "key key", "a key", "the key")).search("key", 5))
                .containsExactly(new Hit(1, 2), new Hit(2, 1), new Hit(3, 1));
    }

    @Test
    void anInterruptEndsTheSearch() {
        var index = new LexicalIndex(List.of("text"));
        Thread.currentThread().interrupt();
        try {
            assertThatThrownBy(() -> index.search("text", 1)).isInstanceOf(InterruptedWorkException.class);
        } finally {
            assertThat(Thread.interrupted()).isTrue();
        }
    }
}
