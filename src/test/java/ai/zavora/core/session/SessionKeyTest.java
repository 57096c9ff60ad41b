package ai.zavora.core.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import ai.zavora.adapter.store.memory.MemoryStore;
import ai.zavora.base.error.ErrorKind;
import ai.zavora.base.error.ZavoraException;
import java.time.InstantSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SessionKeyTest {
    private static final int MAX = 512;

    @ParameterizedTest
    @ValueSource(strings = {"s1", "two words", "../plans", "日本 é", "\ud83d\ude00", "a\u200db"})
    void anyTextNamesASession(String id) {
        assertThatCode(() -> new SessionKey("app", "user", id).requireNameable())
                .doesNotThrowAnyException();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                " s1",
                "s1 ",
                "s1\n",
                "\u00a0s1",
                "s1\u3000",
                "a\0b",
                "a\tb",
                "a\u001bb",
                "a\u0085b",
                "a\u2028b",
                "a\u202eb",
                "a\u2066b",
                "\u200b",
                "\u2060\u3164",
                "a\ufffdb",
                "a\ud800b"
            })
    void butNotWhatNobodyCanWriteDown(String name) {
        for (var key : new SessionKey[] {
            new SessionKey("app", "user", name), new SessionKey("app", name, "id"), new SessionKey(name, "user", "id")
        }) {
            var failure = catchThrowableOfType(ZavoraException.class, key::requireNameable);

            assertThat(failure).isNotNull();
            assertThat(failure.kind()).isEqualTo(ErrorKind.INPUT);
            assertThat(failure.getMessage()).doesNotContain(name);
        }
    }

    @Test
    void norWhatIsTooLong() {
        assertThatCode(() -> new SessionKey("app", "user", "\ud83d\ude00".repeat(MAX)).requireNameable())
                .doesNotThrowAnyException();
        assertThat(catchThrowableOfType(ZavoraException.class, () -> new SessionKey("app", "user", "x".repeat(MAX + 1))
                        .requireNameable()))
                .hasMessageContaining("512");
    }

    @Test
    void whatIsThereStaysUsable() {
        var key = new SessionKey("app", "user", " s1 ");
        try (var store = new MemoryStore(InstantSource.system())) {
            assertThat(catchThrowableOfType(ZavoraException.class, () -> key.requireUsable(store)))
                    .isNotNull();
            store.open(key);
            assertThatCode(() -> key.requireUsable(store)).doesNotThrowAnyException();
        }
    }
}
