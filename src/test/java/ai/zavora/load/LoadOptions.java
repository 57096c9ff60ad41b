package ai.zavora.load;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What the command line of the load generator asks for.
 *
 * @param calibration how long to measure the generator itself; empty for not at all
 */
record LoadOptions(Target target, Plan plan, Optional<Duration> calibration) {
    private static final Set<String> KNOWN = Set.of(
            "--url",
            "--method",
            "--body",
            "--connections",
            "--requests",
            "--seconds",
            "--warm-up",
            "--ramp",
            "--timeout",
            "--expect",
            "--calibrate");

    /** @throws IllegalArgumentException with words for the person, when something is wrong */
    static LoadOptions parse(List<String> arguments) {
        var headers = new ArrayList<String>();
        var values = new HashMap<String, String>();
        for (var at = 0; at < arguments.size(); at += 2) {
            var name = arguments.get(at);
            if (at + 1 == arguments.size()) {
                throw new IllegalArgumentException(name + " needs a value");
            }
            var value = arguments.get(at + 1);
            if (name.equals("--header")) {
                headers.add(value);
            } else if (KNOWN.contains(name)) {
                values.put(name, value);
            } else {
                throw new IllegalArgumentException("there is no option " + name);
            }
        }
        if (!values.containsKey("--url")) {
            throw new IllegalArgumentException("--url is missing");
        }
        return new LoadOptions(
                target(values, headers),
                plan(values),
                Optional.ofNullable(values.get("--calibrate")).map(text -> seconds("--calibrate", text)));
    }

    private static Target target(Map<String, String> values, List<String> headers) {
        var body = values.getOrDefault("--body", "");
        var method = values.getOrDefault("--method", body.isEmpty() ? "GET" : "POST");
        return new Target(Target.Method.valueOf(method), LoadCommand.address(values.get("--url")), headers, body);
    }

    private static Plan plan(Map<String, String> values) {
        return new Plan(
                Math.toIntExact(number("--connections", values.getOrDefault("--connections", "1"))),
                values.containsKey("--requests")
                        ? new Plan.Amount.Requests(number("--requests", values.get("--requests")))
                        : new Plan.Amount.Time(seconds("--seconds", values.getOrDefault("--seconds", "10"))),
                seconds("--warm-up", values.getOrDefault("--warm-up", "0")),
                seconds("--ramp", values.getOrDefault("--ramp", "0")),
                seconds("--timeout", values.getOrDefault("--timeout", "60")),
                values.getOrDefault("--expect", ""));
    }

    private static long number(String name, String text) {
        try {
            return Long.parseLong(text);
        } catch (NumberFormatException _) {
            throw new IllegalArgumentException(name + " takes a whole number, not " + text);
        }
    }

    private static Duration seconds(String name, String text) {
        try {
            return Duration.ofMillis(Math.round(Double.parseDouble(text) * 1e3));
        } catch (NumberFormatException _) {
            throw new IllegalArgumentException(name + " takes seconds, not " + text);
        }
    }
}
