package ai.zavora.surface.cli;

import ai.zavora.base.config.GivenOptions;
import ai.zavora.base.config.OptionGroup;
import ai.zavora.base.error.ZavoraException;
import ai.zavora.base.json.JsonValue;
import ai.zavora.core.diagnosis.Diagnosis;
import ai.zavora.core.diagnosis.Finding;
import ai.zavora.core.diagnosis.Thoroughness;
import ai.zavora.core.session.SessionArchive;
import ai.zavora.surface.cli.syntax.CommandSyntax;
import ai.zavora.surface.cli.syntax.CommandSyntax.Example;
import ai.zavora.surface.cli.syntax.CommandSyntax.Switch;
import ai.zavora.surface.cli.syntax.UsageException;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** {@code doctor}: is everything well? */
final class DoctorCommand implements Command {
    private static final Switch PROBE =
            new Switch("--probe", "Asks every provider that has a key once, over the network.");
    private static final Switch OFFLINE = new Switch("--offline", "Stays off the network; so it does without --probe.");
    private static final Switch FULL = new Switch("--full", "Reads the whole session database, however large.");

    private static final Switch REPAIR = new Switch(
            "--repair",
            "Saves what can be read of a damaged session database into a new one beside it, nothing else. Writes"
                    + " nothing where --full finds no damage; else nobody may be using it.");

    private final Optional<ZavoraException> broken;

    DoctorCommand() {
        this(Optional.empty());
    }

    private DoctorCommand(Optional<ZavoraException> broken) {
        this.broken = broken;
    }

    /** The same command where the settings could not be read; it goes on with the defaults and says so. */
    DoctorCommand withBrokenSettings(ZavoraException failure) {
        return new DoctorCommand(Optional.of(failure));
    }

    @Override
    public CommandSyntax syntax() {
        return new CommandSyntax(
                "doctor",
                """
                Looks at everything the program depends on and says what to do where something is wrong: runtime, \
                configuration, providers and keys, session database, telemetry, files, sandbox, network, terminal.

                Changes and creates nothing, unless --repair asks for a new database. Ends with 0 when nothing fails, warnings allowed, else with the exit code \
                of the first of these that fails: 42 configuration and files, 11 session database, 10 provider.""",
                List.of(),
                List.of(PROBE, OFFLINE, FULL, REPAIR, Results.JSON),
                Set.of(OptionGroup.PROFILE, OptionGroup.SESSION),
                List.of(
                        new Example("zavora-cli doctor", "a quick look, also after an update or a rollback"),
                        new Example("zavora-cli doctor --probe --json", "with the providers, for monitoring"),
                        new Example("zavora-cli doctor --repair", "save what a damaged database still holds")));
    }

    @Override
    public int run(Invocation invocation) throws UsageException, InterruptedException {
        var arguments = invocation.arguments();
        if (arguments.has(PROBE) && arguments.has(OFFLINE)) {
            throw new UsageException("--probe and --offline exclude each other", "Leave one of them out.");
        }
        if (arguments.has(REPAIR)) {
            return repair(invocation);
        }
        var thoroughness = EnumSet.noneOf(Thoroughness.class);
        if (arguments.has(PROBE)) {
            thoroughness.add(Thoroughness.PROBE);
        }
        if (arguments.has(FULL)) {
            thoroughness.add(Thoroughness.FULL);
        }
        var findings = new ArrayList<>(ConfigurationFindings.of(invocation.settings(), broken));
        var given = GivenOptions.ofAdvice(invocation.settings());
        for (var finding : invocation.services().diagnose(invocation.settings(), thoroughness)) {
            findings.add(finding.withAdvice(given.in(finding.advice())));
        }
        var diagnosis = new Diagnosis(findings);
        var results = new Results(invocation);
        if (results.structured()) {
            results.print(json(diagnosis));
        } else {
            results.print(new DoctorText(diagnosis, invocation).text());
        }
        return diagnosis.exitCode();
    }

    private int repair(Invocation invocation) {
        if (broken.isPresent()) {
            throw broken.get();
        }
        var session = invocation.settings().sessions();
        var archive = invocation.services().archive(invocation.settings());
        var report = archive.repair(new SessionArchive.SessionOwner(session.app(), session.user()));
        var results = new Results(invocation);
        if (results.structured()) {
            results.print(report.map(RepairViews::json).orElseGet(() -> RepairViews.soundJson(archive.database())));
        } else {
            results.print(report.map(done -> RepairViews.text(done, invocation.settings()))
                    .orElseGet(() -> RepairViews.sound(archive.database())));
        }
        return 0;
    }

    private static JsonValue.Obj json(Diagnosis diagnosis) {
        var findings = new ArrayList<JsonValue>();
        for (var finding : diagnosis.findings()) {
            findings.add(json(finding));
        }
        return JsonValue.object()
                .put("healthy", diagnosis.healthy())
                .put("exit_code", diagnosis.exitCode())
                .put("failures", diagnosis.count(Finding.Status.FAIL))
                .put("warnings", diagnosis.count(Finding.Status.WARN))
                .put("findings", JsonValue.array(findings))
                .build();
    }

    private static JsonValue.Obj json(Finding finding) {
        return JsonValue.object()
                .put("area", finding.area())
                .put("name", finding.name())
                .put("status", finding.status().name().toLowerCase(Locale.ROOT))
                .put("seen", finding.seen())
                .put("advice", finding.advice())
                .putOrNull("category", finding.kind().map(Enum::name))
                .build();
    }
}
