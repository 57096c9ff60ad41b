package ai.zavora.wiring;

import static org.assertj.core.api.Assertions.assertThat;

import ai.zavora.adapter.tools.BuiltInTools;
import ai.zavora.base.json.JsonValue;
import ai.zavora.core.command.SlashCommands;
import ai.zavora.surface.cli.CommandLines;
import ai.zavora.testing.Launcher;
import ai.zavora.testing.ServedAgent;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;

/**
 * The gate behind {@code make wiring-check}: what the program's own lists register is given to the packaged program by a
 * black-box test.
 */
@Tag("blackbox")
@TestInstance(Lifecycle.PER_CLASS)
final class WiringTest {
    private static final Path TESTS = Path.of("target/test-classes/ai/zavora");

    private GivenTexts given;

    @BeforeAll
    void readTheTests() throws IOException {
        given = new GivenTexts(TESTS.resolve("blackbox"), TESTS.resolve("crash"));
    }

    @Test
    void everyCommandIsCalled() {
        assertThat(CommandLines.all())
                .hasSizeGreaterThan(20)
                .filteredOn(command -> !given.call(command))
                .isEmpty();
    }

    @Test
    void everySlashCommandIsTyped() {
        var all = new SlashCommands().all();

        assertThat(all).hasSizeGreaterThan(5);
        assertThat(all.stream().filter(command -> !given.type(command.name()))).isEmpty();
    }

    @Test
    void everyToolIsAskedFor() {
        var names = BuiltInTools.all().stream().map(tool -> tool.spec().name()).toList();

        assertThat(names).isNotEmpty().filteredOn(name -> !given.ask(name)).isEmpty();
    }

    @Test
    void everyRouteIsAskedFor(@TempDir Path folder) throws InterruptedException {
        var routes = new ArrayList<String>();
        try (var server = ServedAgent.start(Launcher.in(folder))) {
            var paths = server.get("/openapi.json").json().object("paths").orElseThrow();
            paths.members().forEach((path, operations) -> ((JsonValue.Obj) operations)
                    .members()
                    .keySet()
                    .forEach(verb -> routes.add(verb.toUpperCase(Locale.ROOT) + " " + path)));
        }

        assertThat(routes)
                .hasSizeGreaterThan(10)
                .filteredOn(route -> !sent(route))
                .isEmpty();
    }

    private boolean sent(String route) {
        var parts = route.split(" ");
        return given.send(parts[0], parts[1]);
    }

    @Test
    void whatNoTestReachesIsSeen() {
        assertThat(List.of("sessions teleport", "server serve x")).noneMatch(given::call);
        assertThat(given.type("teleport")).isFalse();
        assertThat(given.ask("teleport")).isFalse();
        assertThat(List.of("PUT /healthz", "GET /v1/teleport", "PATCH /v1/ask", "GET /v1/sessions/{id}/exports"))
                .noneMatch(this::sent);
    }
}
