package ai.zavora.adapter.provider.http;

import ai.zavora.base.json.JsonValue;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Finds in a provider's error text what it repeats of the request, since prompts must not reach errors and logs.
 *
 * <p>Taken out are whole strings of the request of at least 8 characters and any run of 24 characters or more that also
 * stands in the request, also where the text holds them with escapes, or with the escapes of those. Shorter runs are left:
 * ordinary phrases of an error occur in long prompts too.
 */
final class Echo {
    private static final int WHOLE = 8;
    private static final int RUN = 24;
    /** A text that holds JSON may be repeated in JSON itself. */
    private static final int READINGS = 3;

    private static final String MARK = "[…]";

    private Echo() {}

    /** The text without what it repeats of the request; the model's name is kept. */
    static String removed(String text, JsonValue.Obj request) {
        var strings = new ArrayList<String>();
        request.members().forEach((name, value) -> {
            if (!name.equals("model")) {
                collect(value, strings);
            }
        });
        var echoed = new boolean[text.length()];
        var readings = readings(text);
        var runs = runs(readings);
        for (var sent : strings) {
            readings.forEach(reading -> markWhole(reading, sent, echoed));
            markRuns(runs, sent, echoed);
        }
        return without(text, echoed);
    }

    private static List<Reading> readings(String text) {
        var readings = new ArrayList<Reading>();
        var newest = List.of(Reading.of(text));
        for (var count = 0; count < READINGS; count++) {
            readings.addAll(newest);
            newest = newest.stream()
                    .flatMap(reading -> reading.unescaped().stream())
                    .distinct()
                    .toList();
        }
        return readings;
    }

    /** Whether a character stands as a space in a text that was put on one line. */
    static boolean isSpace(int c) {
        return Character.isISOControl(c) || Character.getType(c) == Character.FORMAT;
    }

    private static String onOneLine(String text) {
        var line = new StringBuilder(text.length());
        text.codePoints().map(c -> isSpace(c) ? ' ' : c).forEach(line::appendCodePoint);
        return line.toString();
    }

    private static void collect(JsonValue value, List<String> into) {
        switch (value) {
            case JsonValue.Str(var text) -> into.add(onOneLine(text).strip());
            case JsonValue.Arr(var items) -> items.forEach(item -> collect(item, into));
            case JsonValue.Obj(var members) -> members.values().forEach(member -> collect(member, into));
            case JsonValue.Num _, JsonValue.Bool _, JsonValue.Null _ -> {}
        }
    }

    /** A stretch of the text. */
    private record Place(int from, int to) {}

    /** Where each run stands: the text is short, while the request can have millions of characters. */
    private static Map<String, List<Place>> runs(List<Reading> readings) {
        var runs = new HashMap<String, List<Place>>();
        for (var reading : readings) {
            for (var at = 0; at + RUN <= reading.text().length(); at++) {
                runs.computeIfAbsent(reading.text().substring(at, at + RUN), run -> new ArrayList<>())
                        .add(place(reading, at, RUN));
            }
        }
        return runs;
    }

    private static void markWhole(Reading reading, String sent, boolean[] echoed) {
        if (sent.length() < WHOLE) {
            return;
        }
        var text = reading.text();
        for (var at = text.indexOf(sent); at >= 0; at = text.indexOf(sent, at + 1)) {
            mark(place(reading, at, sent.length()), echoed);
        }
    }

    private static void markRuns(Map<String, List<Place>> runs, String sent, boolean[] echoed) {
        if (runs.isEmpty()) {
            return;
        }
        for (var at = 0; at + RUN <= sent.length(); at++) {
            runs.getOrDefault(sent.substring(at, at + RUN), List.of()).forEach(place -> mark(place, echoed));
        }
    }

    private static Place place(Reading reading, int at, int length) {
        return new Place(reading.origins().get(at), reading.origins().get(at + length));
    }

    private static void mark(Place place, boolean[] echoed) {
        Arrays.fill(echoed, place.from(), place.to(), true);
    }

    private static String without(String text, boolean[] echoed) {
        var kept = new StringBuilder();
        for (var at = 0; at < echoed.length; at++) {
            if (!echoed[at]) {
                kept.append(text.charAt(at));
            } else if (at == 0 || !echoed[at - 1]) {
                kept.append(MARK);
            }
        }
        return kept.toString();
    }
}
