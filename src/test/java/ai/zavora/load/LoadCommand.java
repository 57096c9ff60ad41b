package ai.zavora.load;

import ai.zavora.base.json.Json;
import ai.zavora.base.json.JsonValue;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** The load generator as a program: options in, one JSON document out. */
public final class LoadCommand {
    private static final String USAGE = """
            usage: scripts/load --url URL [OPTION VALUE]...

              --url URL            http://HOST:PORT/PATH; {n} in it, in a header or in the body is replaced by a
                                   number that no other request has
              --method METHOD      GET, HEAD, POST, PUT or DELETE (GET, or POST with a body)
              --header LINE        a further header, "Name: value"; may be repeated
              --body TEXT          the body of each request
              --connections N      how many at once, each with one request under way (1)
              --requests N         how many requests are measured in all, or
              --seconds S          for how long (10)
              --warm-up S          seconds of load before the measuring (0)
              --ramp S             the connections begin one by one over so many seconds (0)
              --timeout S          how long a request may wait for something to come (60)
              --expect TEXT        what each answer must hold; one without it counts as failed
              --calibrate S        measures for so many seconds first what the generator reaches with the least server
                                   there can be, in its own process

            Prints a JSON document: answers and failures by kind, times in milliseconds, and the processor time of the
            generator. An answer with another status than 200 is a failure. Ends with 0 whatever the server did, with 2
            where an option is wrong.
            """;
    private static final Duration CALIBRATION_WARM_UP = Duration.ofSeconds(1);

    private LoadCommand() {}

    public static void main(String[] arguments) throws InterruptedException, IOException {
        LoadOptions options;
        try {
            options = LoadOptions.parse(List.of(arguments));
        } catch (IllegalArgumentException e) {
            System.err.println("load: " + e.getMessage());
            System.err.print(USAGE);
            System.exit(2);
            return;
        }
        var calibration = options.calibration().isPresent()
                ? Optional.of(calibrated(options.plan(), options.calibration().get()))
                : Optional.<JsonValue.Obj>empty();
        var report = new Load(options.target(), options.plan()).run().toJson();
        System.out.println(Json.writePretty(JsonValue.object()
                .putAll(report)
                .putIfPresent("calibration", calibration)
                .build()));
    }

    private static JsonValue.Obj calibrated(Plan plan, Duration duration) throws InterruptedException, IOException {
        try (var echo = new EchoServer()) {
            var target = new Target(Target.Method.GET, echo.address(), List.of(), "");
            var most = new Plan(
                    plan.connections(),
                    new Plan.Amount.Time(duration),
                    CALIBRATION_WARM_UP,
                    Duration.ZERO,
                    plan.timeout(),
                    "");
            return new Load(target, most).run().toJson();
        }
    }

    /** The address with the place for a number, which a URI cannot hold as it is. */
    static URI address(String text) {
        return URI.create(text.replace("{n}", "%7Bn%7D"));
    }
}
