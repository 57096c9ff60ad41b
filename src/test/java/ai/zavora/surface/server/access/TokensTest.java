package ai.zavora.surface.server.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.zavora.base.config.Secret;
import ai.zavora.base.error.ZavoraException;
import ai.zavora.testing.MutableClock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class TokensTest {
    private static final String CI = "{\"name\":\"ci\",\"token\":\"ci-token\",\"scopes\":[\"ask\",\"read\"]}";

    @TempDir
    Path folder;

    private final MutableClock clock = new MutableClock(Instant.parse("2026-01-01T00:00:00Z"));
    private final List<String> notices = new ArrayList<>();

    private Path file(String entries) {
        return written("{\"tokens\":[" + entries + "]}");
    }

    private Path written(String text) {
        var file = folder.resolve("tokens.json");
        try {
            Files.deleteIfExists(file);
            Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            Files.writeString(file, text);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
        return file;
    }

    private Tokens tokens(Path file) {
        return new Tokens(
                Optional.of(new Secret("operator-token")), Optional.of(FileTokens.open(file, clock, notices::add)));
    }

    private static Optional<String> name(Tokens tokens, String authorization) {
        return tokens.caller(List.of(authorization)).map(Caller::name);
    }

    @Test
    void knowsEachCallerByItsToken() {
        var digest = HexFormat.of().formatHex(KnownToken.digest("bob-token"));
        var tokens = tokens(file(CI + ",{\"name\":\"b\",\"sha256\":\"" + digest.toUpperCase(java.util.Locale.ROOT)
                + "\",\"scopes\":[\"read\"],\"user\":\"bob\"},"
                + "{\"name\":\"root\",\"token\":\"r\",\"scopes\":[\"admin\"]}"));

        assertThat(tokens.caller(List.of("Bearer ci-token")))
                .contains(new Caller("ci", Set.of(Scope.ASK, Scope.READ), Optional.of("ci")));
        assertThat(tokens.caller(List.of("bearer  bob-token ")))
                .contains(new Caller("b", Set.of(Scope.READ), Optional.of("bob")));
        assertThat(tokens.caller(List.of("Bearer r")))
                .contains(new Caller("root", Set.of(Scope.ADMIN), Optional.empty()));
        assertThat(tokens.caller(List.of("Bearer operator-token")))
                .contains(new Caller("operator", Set.of(Scope.ADMIN), Optional.empty()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "Bearer", "Bearer ", "Bearer wrong", "Basic ci-token", "ci-token", "Bearer ci-token x"})
    void knowsNobodyByAnythingElse(String authorization) {
        assertThat(tokens(file(CI)).caller(List.of(authorization))).isEmpty();
    }

    @Test
    void knowsNobodyWithoutATokenOrWithTwo() {
        var tokens = tokens(file(CI));

        assertThat(tokens.caller(List.of())).isEmpty();
        assertThat(tokens.caller(List.of("Bearer ci-token", "Bearer ci-token"))).isEmpty();
    }

    @Test
    void nothingIsNoTokenEvenWhereItsDigestIsInTheFile() {
        var digest = HexFormat.of().formatHex(KnownToken.digest(""));
        var tokens = tokens(file("{\"name\":\"a\",\"sha256\":\"" + digest + "\",\"scopes\":[\"admin\"]}"));

        assertThat(tokens.caller(List.of())).isEmpty();
        assertThat(tokens.caller(List.of("Bearer "))).isEmpty();
    }

    @Test
    void anEmptyFileLetsNobodyIn() {
        var tokens = new Tokens(Optional.empty(), Optional.of(FileTokens.open(file(""), clock, notices::add)));

        assertThat(tokens.required()).isTrue();
        assertThat(tokens.caller(List.of("Bearer x"))).isEmpty();
    }

    @Test
    void withoutAnyTokenEverybodyMayCall() {
        var tokens = new Tokens(Optional.empty(), Optional.empty());

        assertThat(tokens.required()).isFalse();
        assertThat(tokens.caller(List.of())).contains(Caller.OPEN);
    }

    @Test
    void takesAChangedFileAfterASecond() {
        var tokens = tokens(file(CI));
        file(CI.replace("ci-token", "new-token"));

        clock.advance(Duration.ofMillis(999));
        assertThat(name(tokens, "Bearer ci-token")).contains("ci");
        clock.advance(Duration.ofMillis(1));

        assertThat(name(tokens, "Bearer ci-token")).isEmpty();
        assertThat(name(tokens, "Bearer new-token")).contains("ci");
        assertThat(notices).singleElement().asString().contains("read again");
    }

    @Test
    void noticesAChangeThatKeepsSizeAndTime() throws IOException {
        var file = file(CI);
        var modified = Files.getLastModifiedTime(file);
        var tokens = tokens(file);
        Files.writeString(file, Files.readString(file).replace("ci-token", "CI-TOKEN"));
        Files.setLastModifiedTime(file, FileTime.from(modified.toInstant()));
        clock.advance(Duration.ofSeconds(1));

        assertThat(name(tokens, "Bearer CI-TOKEN")).contains("ci");
    }

    @Test
    void keepsTheOldTokensOfABrokenFileAndSaysSoOnce() throws IOException {
        var tokens = tokens(file(CI));
        var file = written("{\"tokens\":[{\"name\":\"ci\",\"token\":\"secret-value\"}]}");
        for (var i = 0; i < 3; i++) {
            clock.advance(Duration.ofSeconds(2));
            assertThat(name(tokens, "Bearer ci-token")).contains("ci");
        }
        assertThat(notices).singleElement().asString().contains("tokens[0] ('ci')", "scopes", "stay valid");

        Files.delete(file);
        clock.advance(Duration.ofSeconds(2));
        assertThat(name(tokens, "Bearer ci-token")).contains("ci");
        assertThat(notices).hasSize(2);

        file(CI.replace("ci-token", "new-token"));
        clock.advance(Duration.ofSeconds(2));
        assertThat(name(tokens, "Bearer ci-token")).isEmpty();
        assertThat(notices.toString()).doesNotContain("secret-value");
    }

    @Test
    void noticesAFileThatBecameOpenToOthers() throws IOException {
        var file = file(CI);
        var tokens = tokens(file);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
        clock.advance(Duration.ofSeconds(1));

        assertThat(name(tokens, "Bearer ci-token")).contains("ci");
        assertThat(notices).singleElement().asString().contains("chmod 600");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            []                                                                          | no JSON object
            {"tokens":{}}                                                               | "tokens" is no array
            {"tokens":[],"more":1}                                                      | beside "tokens"
            {"tokens":["s3cret"]}                                                       | tokens[0] is no object
            {"tokens":[{"token":"s3cret","scopes":["ask"]}]}                            | tokens[0]: "name" is missing
            {"tokens":[{"name":7,"token":"s3cret","scopes":["ask"]}]}                   | tokens[0]: "name" must be a string
            {"tokens":[{"name":" a","token":"s3cret","scopes":["ask"]}]}                | tokens[0]: "name" must be
            {"tokens":[{"name":"a","token":"s3cret"}]}                                  | tokens[0] ('a'): "scopes" must
            {"tokens":[{"name":"a","token":"s3cret","scopes":[]}]}                      | tokens[0] ('a'): "scopes" must
            {"tokens":[{"name":"a","token":"s3cret","scopes":["s3cret"]}]}              | ('a'): "scopes" holds
            {"tokens":[{"name":"a","token":"s3cret","scopes":["ask"],"usr":"b"}]}       | ('a'): there is a member
            {"tokens":[{"name":"a","token":"s3cret","scopes":["ask"],"user":""}]}       | ('a'): "user" must be
            {"tokens":[{"name":"a","token":"s3cret","scopes":["admin"],"user":"b"}]}    | ('a'): "user" does not go
            {"tokens":[{"name":"a","scopes":["ask"]}]}                                  | ('a'): one of "sha256"
            {"tokens":[{"name":"a","token":"s3cret","sha256":"00","scopes":["ask"]}]}   | ('a'): one of "sha256"
            {"tokens":[{"name":"a","sha256":"s3cret","scopes":["ask"]}]}                | ('a'): "sha256" must be
            {"tokens":[{"name":"a","token":"s3cret two","scopes":["ask"]}]}             | ('a'): "token" must be
            {"tokens":[{"name":"a","token":"s3cret","scopes":["ask"]},{"name":"a","token":"b","scopes":["ask"]}]} | tokens[1]: "name" is 'a'
            {"tokens":[{"name":"a","token":"s3cret","scopes":["ask"]},{"name":"b","token":"s3cret","scopes":["ask"]}]} | tokens[1] has the token of the entry 'a'
            """)
    void refusesAMalformedFile(String text, String message) {
        var file = written(text);

        assertThatThrownBy(() -> tokens(file))
                .isInstanceOf(ZavoraException.class)
                .hasMessageContaining(message)
                .hasMessageContaining(file.toString())
                .hasMessageNotContaining("s3cret");
    }

    @Test
    void refusesAFileThatIsTooLongOrNoneOrOpen() throws IOException {
        var file = file(" ".repeat(1024 * 1024));
        assertThatThrownBy(() -> tokens(file)).hasMessageContaining("longer than 1 MiB");

        assertThatThrownBy(() -> tokens(folder)).hasMessageContaining("no regular file");
        assertThatThrownBy(() -> tokens(folder.resolve("none"))).hasMessageContaining("does not exist");

        file(CI);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw----r--"));
        assertThatThrownBy(() -> tokens(file))
                .hasMessageContaining("open to other users")
                .extracting(e -> ((ZavoraException) e).hint())
                .asString()
                .contains("chmod 600 " + file);
    }
}
