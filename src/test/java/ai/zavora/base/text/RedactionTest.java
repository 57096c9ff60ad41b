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
                "no 'sk-abcdefgh0123456789', no --SK-abcdefgh0123456789=1 | no '[REDACTED]', no --[REDACTED]=1",
                "no hf_ABCDEFGHIJKLMNO012345. | no [REDACTED].",
                "K=sk-abcdefgh0123456789,gsk_abcdefgh0123456789:2 | K=[REDACTED],[REDACTED]:2",
                "a-sk-abcdefgh0123456789 and task-1 | a-sk-abcdefgh0123456789 and task-1",
                "sk-learn, hf_hub, sk-1 and sk-nofile.db | sk-learn, hf_hub, sk-1 and sk-nofile.db",
                "sk-learn-in-a-very-long-name xai-org/grok-2 | sk-learn-in-a-very-long-name xai-org/grok-2",
                "/cwd/sk-proj-AbCd1234567890 is gone. | /cwd/[REDACTED] is gone.",
                "/cwd/sk-notes-of-the-summer-2026.md | /cwd/sk-notes-of-the-summer-2026.md",
                "/sk-proj-AbCd1234567890/x, sk-proj-AbCd1234567890.txt | /[REDACTED]/x, [REDACTED].txt",
                "session 0123456789abcdef0123456789abcdef | session 0123456789abcdef0123456789abcdef",
                "\\nsk-abcdefgh0123456789\\n | \\n[REDACTED]\\n",
                "{\"a\":\"x\\\\tgsk_abcdefgh0123456789\"} | {\"a\":\"x\\\\t[REDACTED]\"}",
                "\\u000ask-abcdefgh0123456789 | \\u000a[REDACTED]",
                "密钥是sk-abcdefgh0123456789です | 密钥是[REDACTED]です",
                "T=\\u001b[0msk-abcdefgh0123456789 | T=\\u001b[0m[REDACTED]",
                "T=\u001b[1;31msk-abcdefgh0123456789 | T=\u001b[1;31m[REDACTED]",
                "\\x0Ahf_abcdefgh0123456789 | \\x0A[REDACTED]",
                "\\012ghp_abcdefgh0123456789 | \\012[REDACTED]",
                "k%3Dsk-abcdefgh0123456789%0Ax | k%3D[REDACTED]%0Ax",
                "C:\\nsk-learn | C:\\nsk-learn",
                "AIzaSyA-b_c-d_e-f_g-h_i-j_k-l_m-n_o-p_q-rst. | [REDACTED].",
                "aizawa-shouta-my-hero-academia-chapter-2 | aizawa-shouta-my-hero-academia-chapter-2"
            })
    void hidesKeysAmongWords(String text, String hidden) {
        assertThat(Redaction.keys(text.strip())).isEqualTo(hidden.strip());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Bearer x y | [REDACTED]",
                "a=b,k=0123456789abcdef0123456789abcdef | a=b,k=[REDACTED]",
                "/a/0123456789abcdef0123456789abcdef | /a/0123456789abcdef0123456789abcdef"
            })
    void hidesWhatMayBeAKeyInASetting(String text, String hidden) {
        assertThat(Redaction.keysOfSetting(text.strip())).isEqualTo(hidden.strip());
    }

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
                "http://h/v1?api_key=s&x=1#f and http://h/#s | http://h/v1?**** and http://h/#****",
                "http://u:p@h?k=s@t | http://****@h?****",
                "no address, me@example.com | no address, me@example.com"
            })
    void hidesPasswordsOfAddresses(String text, String hidden) {
        assertThat(Redaction.addressSecrets(text.strip())).isEqualTo(hidden.strip());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "me:pw@host:11434 | ****@host:11434",
                "u:pw/@x@host:11434 | ****@host:11434",
                "http://u:p/w@host | http://****@host",
                "http://u:p?w@host | http://****",
                "http://u:p#w@host/v1?k=s | http://****",
                "u:p?w@host | ****",
                "u:p://w@host | ****@host",
                "//u:p w@host | ****@host",
                "http:u:p@host | ****@host",
                "host/v1#s@x | ****",
                "http://host:1/v1 | http://host:1/v1",
                "host?k=s | host?****",
                "http://me:pw@host?k=s | http://****@host?****",
                "http://host:1/sk-abcdefgh0123456789/v1 | http://host:1/[REDACTED]/v1"
            })
    void hidesSecretsOfAnAddressWithoutItsScheme(String text, String hidden) {
        assertThat(Redaction.address(text.strip())).isEqualTo(hidden.strip());
    }
}
