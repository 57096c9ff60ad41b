package ai.zavora.core.guardrail;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which personal data is found and what is left that looks like it. */
final class GuardrailPersonalDataTest {
    private final Guardrail guardrail = new Guardrail(List.of(), "[REDACTED]");

    private String redacted(String text) {
        return guardrail.redact(text).text();
    }

    private List<String> hits(String text) {
        return guardrail.redact(text).found().hits();
    }

    @ParameterizedTest
    @ValueSource(strings = {"a@b.com", "first.last+tag@sub.example.co", "o'neil_1@x-y.org"})
    void findsMailAddresses(String address) {
        assertThat(redacted("to " + address + ".")).isEqualTo("to [EMAIL REDACTED].");
        assertThat(redacted(address)).isEqualTo("[EMAIL REDACTED]");
        assertThat(hits(address)).containsExactly("email");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a\u200b@b.com",
                "a@\u200bb.c\u00adom",
                "a\uff20b\uff0ecom",
                "\uff41@b.com",
                "_a_@b.com",
                "git@b.com"
            })
    void findsMailAddressesInDisguise(String address) {
        assertThat(redacted("to " + address + ".")).isEqualTo("to [EMAIL REDACTED].");
    }

    @Test
    void aLongLocalPartGoesEntirely() {
        assertThat(redacted("to " + "long.name+".repeat(50) + "x@b.com!")).isEqualTo("to [EMAIL REDACTED]!");
    }

    @ParameterizedTest
    @ValueSource(strings = {"git@github.com:foo", "git@github.com:foo/bar.git", "ssh://git@gitlab.example.org/a"})
    void placesOfRepositoriesAreNoMailAddresses(String place) {
        assertThat(redacted("clone " + place + " now")).isEqualTo("clone " + place + " now");
    }

    @ParameterizedTest
    @CsvSource({
        "почта%sпочта, a@b.com, [EMAIL REDACTED]",
        "卡号%s号, a@b.com, [EMAIL REDACTED]",
        "карта%sруб, 4111111111111111, [CREDIT CARD REDACTED]",
        "card_%s_x, 4111111111111111, [CREDIT CARD REDACTED]",
        "тел%sтел, +442079460958, [PHONE REDACTED]",
        "ssn_%s_, 123-45-6789, [SSN REDACTED]",
        "к%sк, GB82WEST12345698765432, [IBAN REDACTED]",
        "é%sé, 4111 1111 1111 1111, [CREDIT CARD REDACTED]"
    })
    void lettersOfOtherScriptsAndUnderscoresMayTouchPersonalData(String around, String data, String expected) {
        assertThat(redacted(around.formatted(data))).isEqualTo(around.formatted(expected));
    }

    @ParameterizedTest
    @ValueSource(strings = {"a@b", "a@b.c", "@b.com", "a@.com", "a b.com", "user@host.1", "a@b..com"})
    void leavesWhatIsNoMailAddress(String text) {
        assertThat(redacted(text)).isEqualTo(text);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "4111111111111111",
                "4111 1111 1111 1111",
                "4111-1111-1111-1111",
                "4111 1111-1111 1111",
                "4111\u00a01111 1111\u20111111",
                "378282246310005",
                "3782 822463 10005",
                "5555555555554444",
                "6011111111111117",
                "2223003122003222",
                "4222222222222",
                "30569309025904",
                "\uff14\uff11\uff11\uff11 1111 1111 1111",
                "4111\u00a01111\u00a01111\u00a01111",
                "4111\u20111111\u20111111\u20111111",
                "4111\u200b1111\u200b1111\u200b1111",
                "\u0664\u0661\u0661\u0661111111111111"
            })
    void findsCardsByTheirCheckDigit(String card) {
        assertThat(redacted("card " + card + " 12/29")).isEqualTo("card [CREDIT CARD REDACTED] 12/29");
        assertThat(redacted(card)).isEqualTo("[CREDIT CARD REDACTED]");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "4111111111111112",
                "4111 1111 1111 1112",
                "4111 1111-1111 1112",
                "4111 1111.1111 1111",
                "1234567890123456",
                "41111111111111111111111",
                "x4111111111111111",
                "4111111111111111x",
                "0000000000000000",
                "20261125100010",
                "2026112510001000",
                "30261125100014"
            })
    void leavesNumbersThatAreNoCards(String text) {
        assertThat(redacted(text)).isEqualTo(text);
    }

    @ParameterizedTest
    @CsvSource({
        "123-45-6789, [SSN REDACTED]",
        "123 45 6789, [SSN REDACTED]",
        "123456789, 123456789",
        "000-45-6789, 000-45-6789",
        "666-45-6789, 666-45-6789",
        "912-45-6789, 912-45-6789",
        "123-00-6789, 123-00-6789",
        "123-45-0000, 123-45-0000",
        "123-45 6789, 123-45 6789",
        "9-123-45-6789, 9-123-45-6789",
        "123-45-6789-1, 123-45-6789-1",
        "build-123-45-6789.tar, build-123-45-6789.tar",
        "123-45-6789.pdf, [SSN REDACTED].pdf",
        "no-123-45-6789, no-[SSN REDACTED]",
        "123\u201145\u20116789, [SSN REDACTED]",
        "123\u00a045\u00a06789, [SSN REDACTED]",
        "\uff11\uff12\uff13-45-6789, [SSN REDACTED]"
    })
    void findsSocialSecurityNumbers(String text, String expected) {
        assertThat(redacted("is " + text + "?")).isEqualTo("is " + expected + "?");
    }

    @ParameterizedTest
    @CsvSource({
        "(555) 123-4567, [PHONE REDACTED]",
        "123-456-7890, [PHONE REDACTED]",
        "1-800-100-2000, [PHONE REDACTED]",
        "(555) 223-4567, [PHONE REDACTED]",
        "555-223-4567, [PHONE REDACTED]",
        "555.223.4567, [PHONE REDACTED]",
        "1-555-223-4567, [PHONE REDACTED]",
        "+1 555 223 4567, [PHONE REDACTED]",
        "+15552234567, [PHONE REDACTED]",
        "+44 20 7946 0958, [PHONE REDACTED]",
        "+49 (30) 901820, [PHONE REDACTED]",
        "5552234567, NONE",
        "1790000000, NONE",
        "2026-11-25, NONE",
        "10.20.300.4000, NONE",
        "12-555-223-4567, NONE",
        "1e+10000000, NONE",
        "1e+10000000000, NONE",
        "x+1234567890, NONE",
        "diff +12345678, NONE",
        "+1234567890, NONE",
        "+442079460958, [PHONE REDACTED]",
        "+47 12 34 56 78, [PHONE REDACTED]",
        "\uff0b44 20 7946 0958, [PHONE REDACTED]",
        "555\u2011223\u20114567, [PHONE REDACTED]",
        "555\u00a0223\u00a04567, [PHONE REDACTED]",
        "5\u200b55-2\u200b23-4567, [PHONE REDACTED]",
        "+123, NONE"
    })
    void findsTelephoneNumbers(String text, String expected) {
        var wanted = expected.equals("NONE") ? text : expected;
        assertThat(redacted("call " + text + " now")).isEqualTo("call " + wanted + " now");
    }

    @ParameterizedTest
    @CsvSource({
        "GB82WEST12345698765432, [IBAN REDACTED]",
        "GB82 WEST 1234 5698 7654 32, [IBAN REDACTED]",
        "DE89370400440532013000, [IBAN REDACTED]",
        "NO9386011117947, [IBAN REDACTED]",
        "GB83WEST12345698765432, GB83WEST12345698765432",
        "GB82\u00a0WEST\u00a01234\u00a05698\u00a07654\u00a032, [IBAN REDACTED]",
        "GB82\u200bWEST12345698765432, [IBAN REDACTED]",
        "gb82west12345698765432, gb82west12345698765432"
    })
    void findsAccountNumbers(String text, String expected) {
        assertThat(redacted("to " + text + ", please")).isEqualTo("to " + expected + ", please");
    }

    @Test
    void findsPersonalDataWhereNoTermIs() {
        assertThat(hits("4111 1111 1111 1111, a@b.com, 123-45-6789"))
                .containsExactly("credit_card", "email", "ssn_number");
    }

    @Test
    void addressesOfMachinesStay() {
        assertThat(redacted("127.0.0.1 and 192.168.100.200:8080")).isEqualTo("127.0.0.1 and 192.168.100.200:8080");
        assertThat(PersonalNumber.IP.length(digits("192.168.100.200"))).isEqualTo(4);
        assertThat(PersonalNumber.IP.length(digits("192.168.100.256"))).isZero();
        assertThat(PersonalNumber.IP.length(digits("1.2.3.4.5"))).isZero();
    }

    private static Digits digits(String text) {
        var window = new Window();
        window.append(text);
        window.finish();
        return Digits.read(window, 0);
    }
}
