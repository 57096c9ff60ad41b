package ai.zavora.adapter.store.sqlite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.zavora.base.error.ErrorKind;
import ai.zavora.base.error.ZavoraException;
import java.nio.file.Path;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class SqliteUrlTest {
    private static final Path FOLDER = Path.of("/work folder");

    @ParameterizedTest
    @CsvSource({
        "sqlite://.zavora/sessions.db, /work folder/.zavora/sessions.db",
        "sqlite:///var/lib/s.db, /var/lib/s.db",
        "sqlite://a.db?mode=rwc&cache=shared, /work folder/a.db",
        "sqlite://a.db?mode=rw, /work folder/a.db",
        "sqlite://a.db?, /work folder/a.db",
        "sqlite://../up/a%20b.db, /up/a%20b.db",
        "sqlite://sp ace.db, /work folder/sp ace.db"
    })
    void aPathIsTakenAsItStands(String url, String expected) {
        assertThat(SqliteUrl.parse(url, FOLDER).file()).contains(Path.of(expected));
    }

    @ParameterizedTest
    @ValueSource(strings = {":memory:", "sqlite://", "sqlite://:memory:", "sqlite://?mode=memory"})
    void noPathMeansMemory(String url) {
        assertThat(SqliteUrl.parse(url, FOLDER).file()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "mode=ro",
                "mode=memory",
                "mode=rwc&immutable=1",
                "vfs=hunter2",
                "mode=hunter2",
                "mode",
                "password=hunter2",
                "hunter2",
                "MODE=rwc"
            })
    void parametersThatWouldHaveNoEffectAreRefused(String parameters) {
        assertThatThrownBy(() -> SqliteUrl.parse("sqlite://a.db?" + parameters, FOLDER))
                .isInstanceOfSatisfying(ZavoraException.class, e -> {
                    assertThat(e.kind()).isEqualTo(ErrorKind.INPUT);
                    assertThat(e.getMessage()).contains("parameter");
                    assertThat(e.getMessage() + e.hint()).doesNotContain("hunter2");
                });
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "sessions.db", "sqlite:sessions.db", "postgresql://u:hunter2@h/d", "sqlite://a\0b"})
    void otherUrlsAreRefusedWithoutQuotingThem(String url) {
        assertThatThrownBy(() -> SqliteUrl.parse(url, FOLDER)).isInstanceOfSatisfying(ZavoraException.class, e -> {
            assertThat(e.kind()).isEqualTo(ErrorKind.INPUT);
            assertThat(e.getMessage() + e.hint()).doesNotContain("hunter2");
        });
    }
}
