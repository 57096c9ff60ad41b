package ai.zavora.core.guardrail;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which terms and secrets are found and what is not. Credentials are put together here, so that no scanner takes this file for one. */
final class GuardrailTest {
    private static final List<String> TERMS = List.of(
            "password", "secret", "api key", "api_key", "private key", "access token", "ssn", "social security");
    private static final String UNTIL_16 = "Q7".repeat(8);

    private static final String KEY_LINE = "MIIEvQ7BADANBgkq+hkiG9w0BAQEFAASCBKcwggSjAgEAAoIBAQC7VJTUt9Us8cKj";

    private final Guardrail guardrail = new Guardrail(TERMS, "[REDACTED]");

    private String redacted(String text) {
        return guardrail.redact(text).text();
    }

    private List<String> hits(String text) {
        return guardrail.redact(text).found().hits();
    }

    private static String redactedTerm(String term, String text) {
        return new Guardrail(List.of(term), "#").redact(text).text();
    }

    @Test
    void findsTermsAsWholeWordsInAnyCase() {
        assertThat(redacted("The Password, the SECRET!")).isEqualTo("The [REDACTED], the [REDACTED]!");
        assertThat(redacted("passwords secretary my_secret secret1"))
                .isEqualTo("passwords secretary my_secret secret1");
        assertThat(hits("passwords secretary")).isEmpty();
        assertThat(hits("secret password Secret")).containsExactly("password", "secret");
        assertThat(guardrail.redact("secret password Secret").found().count()).isEqualTo(3);
    }

    @Test
    void aBlankInATermStandsForAnyWhiteSpace() {
        assertThat(redacted("API  key, private\n\tkey, access\u00a0token, apikey"))
                .isEqualTo("[REDACTED], [REDACTED], [REDACTED], apikey");
        assertThat(redacted("api" + " ".repeat(100) + "key")).contains("key");
    }

    @ParameterizedTest
    @CsvSource({
        "straße, STRASSE",
        "straße, STRA\u1e9eE",
        "strasse, STRA\u1e9eE",
        "STRA\u1e9eE, straße",
        "STRASSE, straße",
        "istanbul, İSTANBUL",
        "İstanbul, istanbul",
        "ırmak, IRMAK",
        "ΟΔΟΣ, οδος",
        "οδός, ΟΔΌΣ",
        "café, cafe\u0301",
        "cafe\u0301, CAFÉ",
        "secret, se\u200bcr\u00adet",
        "secret, s\ufeffecret",
        "secret, \uff53\uff45\uff43\uff52\uff45\uff54",
        "secret, \ud835\udc2c\ud835\udc1e\ud835\udc1c\ud835\udc2b\ud835\udc1e\ud835\udc2d",
        "file, \ufb01le",
        "\u1ec7, e\u0323\u0302",
        "\u1ec7, e\u0302\u0323",
        "한국, \u1112\u1161\u11ab\u1100\u116e\u11a8"
    })
    void findsEverySpellingOfATerm(String term, String text) {
        assertThat(redactedTerm(term, "x " + text + " y")).isEqualTo("x # y");
        assertThat(redactedTerm(term, text)).isEqualTo("#");
    }

    @ParameterizedTest
    @CsvSource({
        "cafe, cafe\u0301",
        "secret, secret\u0301",
        "secret, a\u200bsecret",
        "secret, secret\u200bs",
        "secret, \u00e9secret",
        "secret, secret\ud835\udc2c",
        "c, c\u0327"
    })
    void doesNotFindPartsOfWords(String term, String text) {
        assertThat(redactedTerm(term, text)).isEqualTo(text);
    }

    @ParameterizedTest
    @CsvSource({
        "C++, I write C++ and c++!, I write # and #!",
        "#tag, a #tag b#tag #tags, a # b# #tags",
        "(c), x (C) y, x # y",
        "secret, \ud83d\udd11secret\ud83d\udd11, \ud83d\udd11#\ud83d\udd11",
        "\ud83d\udd11, a\ud83d\udd11b, a#b"
    })
    void findsTermsThatBeginOrEndWithSigns(String term, String text, String expected) {
        assertThat(redactedTerm(term, text)).isEqualTo(expected);
    }

    @Test
    void wordsOfScriptsWithoutBlanksAreFoundWhereTheyStand() {
        assertThat(redactedTerm("密码", "我的密码是")).isEqualTo("我的#是");
        assertThat(redactedTerm("password", "我的password是")).isEqualTo("我的#是");
        assertThat(redactedTerm("パスワード", "このパスワードは")).isEqualTo("この#は");
        assertThat(redactedTerm("rahasia", "卡号4111111111111111。")).isEqualTo("卡号[CREDIT CARD REDACTED]。");
    }

    @Test
    void theEndOfATermIsNotHalfOfALetter() {
        assertThat(redactedTerm("stras", "Straß")).isEqualTo("Straß");
        assertThat(redactedTerm("strass", "Straß")).isEqualTo("#");
    }

    @Test
    void theLongerOfTwoTermsCounts() {
        var both = new Guardrail(List.of("access", "access token", "token"), "#");
        assertThat(both.redact("access token access tokens token").text()).isEqualTo("# # tokens #");
        assertThat(both.redact("access token").found().hits()).containsExactly("access token");
    }

    @Test
    void findsSecrets() {
        for (var secret : List.of(
                "AKIA" + UNTIL_16,
                "ASIA" + UNTIL_16,
                "ghp" + "_" + "a1".repeat(18),
                "github" + "_pat_" + "b2".repeat(15),
                "xox" + "b-" + "123456789012-abc",
                "AIza" + "c".repeat(35),
                "sk" + "-proj-" + "d4".repeat(20),
                "gsk" + "_" + "a1".repeat(26),
                "glpat" + "-" + "a1-_".repeat(5),
                "glpat" + "-" + "a1-_".repeat(7) + ".01.1a2b3c4d5",
                "npm" + "_" + "a1".repeat(18),
                "hf" + "_" + "aB".repeat(17),
                "xai" + "-" + "a1".repeat(40),
                "pplx" + "-" + "a1".repeat(24),
                "r8" + "_" + "a1".repeat(18),
                "nvapi" + "-" + "a1_".repeat(20),
                "sk" + "_live_" + "a1".repeat(12),
                "whsec" + "_" + "a1".repeat(16),
                "SG" + "." + "a1".repeat(11) + "." + "b2".repeat(21),
                "pypi" + "-" + "AgEIcHlwaS5vcmc".repeat(5),
                "dckr" + "_pat_" + "a1-".repeat(9),
                "GOCSPX" + "-" + "a1".repeat(14),
                "hvs" + "." + "a1".repeat(14),
                "Bearer " + "a1b2c3d4e5f6a7b8",
                "bearer  " + "abcDEF._~+/-".repeat(3) + "==",
                "Bearer\u00a0" + "a1b2c3d4e5f6a7b8",
                "Bearer\t" + "a1b2c3d4e5f6a7b8",
                "sk" + "-" + "d4".repeat(2_000),
                "ghp" + "_" + "a1".repeat(2_000),
                "ghp" + "_" + "a1".repeat(9) + "\u200b" + "a1".repeat(9) + "\u00ad" + "a1".repeat(400) + "\u200bzz",
                "AKIA" + "Q7\u200b".repeat(7) + "Q7",
                "Bearer " + "a1b2".repeat(5_000),
                "eyJ" + "hbGciOiJIUzI1NiJ9.eyJ" + "zdWI".repeat(5_000) + "." + "s".repeat(43),
                "-----BEGIN " + "PRIVATE KEY-----\n" + (KEY_LINE + "\n").repeat(400) + "-----END " + "PRIVATE KEY-----",
                "sk" + "-ant-api03-" + "e5".repeat(20),
                "eyJ" + "hbGciOiJIUzI1NiJ9.eyJ" + "zdWIiOiIxMjM0In0." + "s".repeat(43),
                "-----BEGIN " + "RSA PRIVATE KEY-----\nMIIE\nabc+/=\n-----END " + "RSA PRIVATE KEY-----")) {
            assertThat(redacted("see " + secret + " there")).as(secret).isEqualTo("see [SECRET REDACTED] there");
            assertThat(redacted(secret)).as(secret).isEqualTo("[SECRET REDACTED]");
        }
    }

    @Test
    void theEndOfASentenceIsNoPartOfASecret() {
        for (var secret : List.of(
                "glpat" + "-" + "a1-_".repeat(7),
                "glpat" + "-" + "a1-_".repeat(7) + ".01.1a2b3c4d5",
                "SG" + "." + "a1".repeat(11) + "." + "b2".repeat(21),
                "Bearer " + "a1b2c3d4e5f6a7b8")) {
            assertThat(redacted("It is " + secret + ".")).isEqualTo("It is [SECRET REDACTED].");
            assertThat(redacted("It is " + secret + "... Next")).isEqualTo("It is [SECRET REDACTED]... Next");
        }
    }

    @Test
    void leavesWhatOnlyLooksLikeASecret() {
        for (var text : List.of(
                "AKIA" + "short",
                "AKIA" + UNTIL_16 + "more",
                "AKIA" + UNTIL_16 + "\u200bmore",
                "akia" + UNTIL_16.toLowerCase(java.util.Locale.ROOT),
                "task-oriented-programming-language-design",
                "sk-" + "tooShort",
                "Bearer of good news, bearer tokens-and-others",
                "my " + "hf_" + "short npm_config pypi-server SG.x",
                "eyJ" + "x.y.z",
                "-----BEGIN " + "CERTIFICATE-----\nMIIE\n-----END " + "CERTIFICATE-----",
                "-----BEGIN " + "nothing")) {
            assertThat(redacted(text)).isEqualTo(text);
        }
    }

    @Test
    void aPrivateKeyWithoutAnEndIsTakenOutAsFarAsItGoes() {
        assertThat(redacted("-----BEGIN " + "PRIVATE KEY-----\nMIIE")).isEqualTo("[SECRET REDACTED]");
        assertThat(redacted("-----BEGIN " + "PRIVATE KEY-----" + "A".repeat(40_000)))
                .isEqualTo("[SECRET REDACTED]");
        assertThat(redacted("see -----BEGIN " + "PRIVATE KEY----- there. Then 1.5 more."))
                .isEqualTo("see [SECRET REDACTED]. Then 1.5 more.");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "> %s\n",
                ">> %s\n",
                "    %s\n",
                "# %s\n",
                "// %s\r\n",
                " * %s\n",
                "\"%s\\n\" +\n    ",
                "'%s',\n",
                "`%s`\n",
                "| %s |\n",
                "key += \"%s\" & vbCrLf\n",
                "<p>%s</p>\n",
                "%s\\n"
            })
    void aPrivateKeyGoesWithWhatStandsAroundItsLines(String line) {
        var key = new StringBuilder();
        for (var content : List.of(
                "-----BEGIN " + "RSA PRIVATE KEY-----",
                "Proc-Type: 4,ENCRYPTED",
                KEY_LINE,
                KEY_LINE,
                "abc+/9==",
                "-----END " + "RSA PRIVATE KEY-----")) {
            key.append(line.formatted(content));
        }
        assertThat(redacted(key + "after."))
                .startsWith(line.substring(0, line.indexOf('%')) + "[SECRET REDACTED]")
                .endsWith(line.substring(line.indexOf('s', line.indexOf('%')) + 1) + "after.")
                .doesNotContain(KEY_LINE.substring(0, 8), "abc", "ENCRYPTED", "END");
        assertThat(redacted(key.substring(0, key.indexOf("abc")))).doesNotContain(KEY_LINE.substring(0, 8));
    }

    @Test
    void holdsBackLittleOfALongSecret() {
        var text = guardrail.open();
        var out = new StringBuilder(text.accept("x -----BEGIN " + "PRIVATE KEY-----\n"));
        for (var line = 0; line < 1_000; line++) {
            out.append(text.accept("> " + KEY_LINE + "\n"));
        }
        assertThat(out).hasToString("x [SECRET REDACTED]");
        assertThat(text.accept("> -----END " + "PRIVATE KEY----- y ")).isEqualTo(" y ");
    }

    @Test
    void aReplacementStaysAsItIs() {
        var text = "[SECRET REDACTED] [SSN REDACTED] [REDACTED] [EMAIL REDACTED]";
        assertThat(redacted(text)).isEqualTo(text);
        assertThat(hits(text)).isEmpty();
        assertThat(redacted("[SECRET redacted]")).isEqualTo("[[REDACTED] redacted]");
        assertThat(redacted("[SEC\u200bRET REDACTED]")).isEqualTo("[SEC\u200bRET REDACTED]");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<secret removed>",
                "***secret***",
                "secret removed",
                "a secret",
                "«secret»",
                "\ud83d\udd12 secret",
                "γ secret",
                "秘 secret",
                "［secret］",
                "\u00e9 secret",
                "-secret",
                "see 4111111111111111",
                "(secret)"
            })
    void aReplacementThatHoldsAFindStaysAsItIs(String replacement) {
        var odd = new Guardrail(List.of("secret", "password"), replacement);
        var once = odd.redact("the password, the secret.\n[password] secret").text();
        assertThat(once).isEqualTo("the %1$s, the %1$s.\n[%1$s] %1$s".formatted(replacement));
        var guarded = odd.open();
        var again = new StringBuilder();
        once.codePoints().forEach(c -> again.append(guarded.accept(Character.toString(c))));
        again.append(guarded.finish());
        assertThat(again).hasToString(once);
        assertThat(guarded.found()).isEqualTo(Detection.NOTHING);
    }

    @Test
    void aReplacementThatIsATermIsThatTerm() {
        var odd = new Guardrail(List.of("secret", "password"), "secret");
        assertThat(odd.redact("my password").text()).isEqualTo("my secret");
        assertThat(odd.redact("my secret").found().hits()).containsExactly("secret");
    }

    @Test
    void aTextCountsByItselfBeforeAPauseAndTogetherWithWhatFollows() {
        var text = guardrail.open();
        assertThat(text.accept("a secret") + text.pause()).isEqualTo("a [REDACTED]");
        assertThat(text.accept("s and api ") + text.pause()).isEqualTo("s and api ");
        assertThat(text.isHolding()).isFalse();
        assertThat(text.accept("key, pass") + text.pause()).isEqualTo("[REDACTED], pass");
        assertThat(text.accept("ed secret") + text.pause()).isEqualTo("ed [REDACTED]");
        assertThat(text.accept("x") + text.pause()).isEqualTo("x");
        assertThat(text.accept("secret john") + text.pause()).isEqualTo("[REDACTED] john");
        assertThat(text.isHolding()).isFalse();
        assertThat(text.accept("@b.com") + text.finish()).isEqualTo("[EMAIL REDACTED]");
        assertThat(text.takeFound().count()).isEqualTo(5);
        assertThat(text.takeFound()).isEqualTo(Detection.NOTHING);
    }

    @Test
    void holdsBackTheLastWordOnly() {
        var text = guardrail.open();
        assertThat(text.accept("The pass")).isEqualTo("The ");
        assertThat(text.accept("word is ")).isEqualTo("[REDACTED] is ");
        assertThat(text.accept("api ")).isEmpty();
        assertThat(text.accept("design ")).isEqualTo("api design ");
        assertThat(text.accept("x".repeat(10_000)).length()).isGreaterThan(9_900);
        assertThat(text.accept(" 1".repeat(10_000)).length()).isGreaterThan(19_900);
        assertThat(text.accept("\u200b".repeat(10_000)).length()).isGreaterThan(9_900);
        assertThat(text.accept(" a" + "\u0301".repeat(10_000)).length()).isGreaterThan(9_900);
        assertThat(text.accept("\033[3".repeat(1_000)).length()).isGreaterThan(2_900);
        assertThat(text.accept(" \033[" + "3".repeat(10_000)).length()).isGreaterThan(9_900);
    }
}
