package ai.zavora.surface.cli.telemetry;

import static java.util.Objects.requireNonNull;

import ai.zavora.base.error.ErrorKind;
import ai.zavora.base.error.ZavoraException;
import ai.zavora.base.file.UnusableFileException;
import ai.zavora.base.file.WholeFile;
import ai.zavora.base.json.Json;
import ai.zavora.base.json.JsonException;
import ai.zavora.base.json.JsonValue;
import ai.zavora.core.telemetry.Breakdown.OfModel;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * What an operator pays for tokens. Vendors change their prices, so none are built in: a file names them.
 *
 * @param currency as it is shown behind amounts
 * @param models by {@code provider/model}, the prices of one million tokens each
 */
public record Prices(String currency, JsonValue.Obj models) {
    /** Nothing is priced. */
    public static final Prices NONE = new Prices("", JsonValue.Obj.EMPTY);

    private static final int MAX_BYTES = 1 << 20;
    private static final List<String> REQUIRED = List.of("input", "output");
    private static final List<String> KINDS = List.of("input", "cached_input", "cache_write", "output");
    /** No model is dearer, and sums stay numbers that can be shown. */
    private static final double MOST = 1_000_000_000;

    private static final double PER = 1_000_000;
    private static final String HINT = "Write {\"currency\":\"USD\",\"models\":{\"PROVIDER/MODEL\":"
            + "{\"input\":1.0,\"cached_input\":0.1,\"cache_write\":1.25,\"output\":4.0}}}, for a million tokens each.";

    private static final String UNUSABLE = "Give --prices the path of a JSON file of at most 1 MiB.";

    public Prices {
        requireNonNull(currency, "currency is null");
        requireNonNull(models, "models is null");
    }

    /**
     * Reads a file of prices.
     *
     * @throws ZavoraException INPUT, when it cannot be read or a price is missing, no number, negative or of an unknown kind, or the
     *     currency is no text
     */
    public static Prices read(Path file) {
        try {
            var text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(WholeFile.read(file, MAX_BYTES)))
                    .toString();
            if (!(Json.parse(text) instanceof JsonValue.Obj json)) {
                throw wrong(file, "holds JSON, but no object");
            }
            var models = json.object("models").orElseThrow(() -> wrong(file, "has no object \"models\""));
            models.members().forEach((name, value) -> check(file, name, value));
            return new Prices(currency(file, json), models);
        } catch (CharacterCodingException | JsonException e) {
            throw wrong(file, "is not JSON");
        } catch (UnusableFileException e) {
            throw new ZavoraException(ErrorKind.INPUT, "The price file " + file + " " + e.what() + ".", UNUSABLE, e);
        } catch (IOException e) {
            throw new ZavoraException(
                    ErrorKind.INPUT,
                    "The price file " + file + " cannot be read.",
                    "Check the path given with --prices, and who may read it.",
                    e);
        }
    }

    private static void check(Path file, String name, JsonValue value) {
        if (!(value instanceof JsonValue.Obj prices)) {
            throw wrong(file, "has no object of prices for \"" + name + "\"");
        }
        for (var key : prices.members().keySet()) {
            var member = "\"" + key + "\" of \"" + name + "\"";
            if (!KINDS.contains(key)) {
                throw wrong(file, "has " + member + ", but prices are " + String.join(", ", KINDS));
            }
            if (price(prices, key).isEmpty()) {
                throw wrong(file, "has no number from 0 to 1000000000 for " + member);
            }
        }
        for (var key : REQUIRED) {
            if (prices.get(key).isEmpty()) {
                throw wrong(file, "gives no \"" + key + "\" price for \"" + name + "\"");
            }
        }
    }

    private static String currency(Path file, JsonValue.Obj json) {
        return switch (json.get("currency").orElse(JsonValue.of(""))) {
            case JsonValue.Str(var currency) -> currency;
            default -> throw wrong(file, "has a \"currency\" that is no text");
        };
    }

    private static ZavoraException wrong(Path file, String what) {
        return new ZavoraException(ErrorKind.INPUT, "The price file " + file + " " + what + ".", HINT);
    }

    private static OptionalDouble price(JsonValue.Obj prices, String key) {
        if (prices.get(key).orElse(JsonValue.Null.NULL) instanceof JsonValue.Num(var text)) {
            var price = Double.parseDouble(text);
            if (price >= 0 && price <= MOST) {
                return OptionalDouble.of(price);
            }
        }
        return OptionalDouble.empty();
    }

    /** What the tokens of a model cost; empty when it has no price. Unpriced kinds of input count as input. */
    public OptionalDouble cost(OfModel model) {
        Optional<JsonValue.Obj> found = models.object(model.name());
        if (found.isEmpty()) {
            return OptionalDouble.empty();
        }
        var prices = found.get();
        var input = price(prices, "input").orElse(0);
        var tokens = model.tokens();
        return OptionalDouble.of((tokens.inputTokens() * input
                        + tokens.cacheReadTokens()
                                * price(prices, "cached_input").orElse(input)
                        + tokens.cacheWriteTokens()
                                * price(prices, "cache_write").orElse(input)
                        + tokens.generatedTokens() * price(prices, "output").orElse(0))
                / PER);
    }
}
