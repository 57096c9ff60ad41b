package ai.zavora.base.text;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class RedactionTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "nothing here | nothing here",
                "give it the form sqlite://PATH, no sqlite://PATHS | give it the form sqlite://PATH, no sqlite://[REDACTED]",
                "cannot open sqlite://a/b.db now | cannot open sqlite://[REDACTED] now",
                "(sqlite:x.db), sqlite:///y | (sqlite:[REDACTED]), sqlite://[REDACTED]",
                "'sqlite://a b' | 'sqlite://[REDACTED] b'"
            })
    void hidesDatabaseAddresses(String text, String hidden) {
        assertThat(Redaction.databaseAddresses(text.strip())).isEqualTo(hidden.strip());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "http://host/path@x | http://host/path@x",
                "http://me:pw@host:1/v1 | http://****@host:1/v1",
                "a http://k@h b https://u:p@q/ c | a http://****@h b https://****@q/ c",
                "http://u:p@ss@host | http://****@host",
                "no address, me@example.com | no address, me@example.com"
            })
    void hidesPasswordsOfAddresses(String text, String hidden) {
        assertThat(Redaction.addressPasswords(text.strip())).isEqualTo(hidden.strip());
    }
}
