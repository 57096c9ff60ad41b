package ai.zavora.architecture.rules;

import static com.tngtech.archunit.base.DescribedPredicate.alwaysTrue;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.syntax.elements.ClassesShould;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.ServiceLoader;

/** The rules between classes, for the packages below a root. */
final class Rules {
    private static final String[] LIBRARIES = {
        "com.google.gson..", "com.electronwill..", "picocli..", "org.sqlite..", "java.sql..", "org.jline..",
        "de.kherud..", "dev.harrel..", "org.postgresql..", "io.helidon..", "io.opentelemetry..", "org.apache.lucene.."
    };

    private final String root;

    Rules(String root) {
        this.root = root;
    }

    /** All rules by name. */
    Map<String, ArchRule> all() {
        var rules = new LinkedHashMap<String, ArchRule>();
        layers(rules);
        families(rules);
        libraries(rules);
        owners(rules);
        shapes(rules);
        rules.replaceAll((name, rule) -> rule.allowEmptyShould(true));
        return rules;
    }

    private void layers(Map<String, ArchRule> rules) {
        rules.put("base sees nothing above it", apart("base", "core", "adapter", "surface", "app"));
        rules.put("core sees base only", apart("core", "adapter", "surface", "app"));
        rules.put("adapters see core and base only", apart("adapter", "surface", "app"));
        rules.put("surfaces see core and base only", apart("surface", "adapter", "app"));
        rules.put(
                "core needs no library",
                noClasses()
                        .that()
                        .resideInAPackage(in("core"))
                        .should()
                        .dependOnClassesThat()
                        .resideInAnyPackage(LIBRARIES));
        rules.put(
                "no package cycles", slices().matching(root + ".(**)").should().beFreeOfCycles());
        rules.put("no child imports its parent", classes().should(new NoParentImports(root)));
    }

    private ArchRule apart(String layer, String... others) {
        var forbidden = new String[others.length];
        for (var i = 0; i < others.length; i++) {
            forbidden[i] = in(others[i]);
        }
        return noClasses()
                .that()
                .resideInAPackage(in(layer))
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(forbidden);
    }

    private void families(Map<String, ArchRule> rules) {
        rules.put("adapters never see each other", siblings("adapter"));
        rules.put("surfaces never see each other", siblings("surface"));
        rules.put("stores never see each other", siblings("adapter.store"));
        rules.put("groups of tools never see each other", siblings("adapter.tools"));
        rules.put(
                "model providers share their transport only",
                slices().matching(root + ".adapter.provider.(*)..")
                        .should()
                        .notDependOnEachOther()
                        .ignoreDependency(alwaysTrue(), resideInAPackage(in("adapter.provider.http"))));
    }

    private ArchRule siblings(String parent) {
        return slices().matching(root + "." + parent + ".(*)..").should().notDependOnEachOther();
    }

    private void libraries(Map<String, ArchRule> rules) {
        rules.put("Gson in base.json only", only("base.json", "com.google.gson.."));
        rules.put("the schema library in base.json only", only("base.json", "dev.harrel.."));
        rules.put("night-config in base.config only", only("base.config", "com.electronwill.."));
        rules.put("picocli in surface.cli only", only("surface.cli", "picocli.."));
        rules.put(
                "SQLite in its store only",
                noClasses()
                        .that()
                        .resideOutsideOfPackages(in("adapter.store.sqlite"), in("adapter.store.postgres"))
                        .should()
                        .dependOnClassesThat()
                        .resideInAnyPackage("org.sqlite..", "java.sql.."));
        rules.put(
                "JLine in the terminal surfaces only",
                noClasses()
                        .that()
                        .resideOutsideOfPackages(in("surface.chat"), in("surface.tui"))
                        .should()
                        .dependOnClassesThat()
                        .resideInAPackage("org.jline.."));
        rules.put("OpenTelemetry in its adapter only", only("adapter.telemetry.otel", "io.opentelemetry.."));
        rules.put("the local engine in its adapter only", only("adapter.provider.local", "de.kherud.."));
    }

    private ArchRule only(String owner, String library) {
        return noClasses()
                .that()
                .resideOutsideOfPackage(in(owner))
                .should()
                .dependOnClassesThat()
                .resideInAPackage(library);
    }

    private void owners(Map<String, ArchRule> rules) {
        rules.put(
                "environment and properties are read in base.config and app only",
                outside("base.config", "app")
                        .callMethod(System.class, "getenv")
                        .orShould()
                        .callMethod(System.class, "getenv", String.class)
                        .orShould()
                        .callMethod(System.class, "getProperty", String.class)
                        .orShould()
                        .callMethod(System.class, "getProperty", String.class, String.class)
                        .orShould()
                        .callMethod(System.class, "getProperties"));
        rules.put(
                "only app exits and owns the standard streams",
                outside("app")
                        .callMethod(System.class, "exit", int.class)
                        .orShould()
                        .accessField(System.class, "out")
                        .orShould()
                        .accessField(System.class, "err")
                        .orShould()
                        .accessField(System.class, "in"));
        rules.put(
                "only app makes clocks and sleeps",
                outside("app")
                        .callMethod(Instant.class, "now")
                        .orShould()
                        .callMethod(System.class, "currentTimeMillis")
                        .orShould()
                        .callMethod(Clock.class, "systemUTC")
                        .orShould()
                        .callMethod(Clock.class, "systemDefaultZone")
                        .orShould()
                        .callMethod(InstantSource.class, "system")
                        .orShould()
                        .callMethod(Thread.class, "sleep", long.class)
                        .orShould()
                        .callMethod(Thread.class, "sleep", Duration.class));
        rules.put(
                "no service loading, and reflection in app only",
                // app reaches the JVM's signal handlers, which have no supported API, by their names
                outside("app")
                        .dependOnClassesThat()
                        .resideInAPackage("java.lang.reflect..")
                        .orShould()
                        .dependOnClassesThat()
                        .belongToAnyOf(ServiceLoader.class)
                        .orShould()
                        .callMethod(Class.class, "forName", String.class));
    }

    private ClassesShould outside(String... owners) {
        var packages = new String[owners.length];
        for (var i = 0; i < owners.length; i++) {
            packages[i] = in(owners[i]);
        }
        return noClasses().that().resideOutsideOfPackages(packages).should();
    }

    private void shapes(Map<String, ArchRule> rules) {
        rules.put(
                "static fields are final",
                fields().that().areStatic().should().beFinal().orShould().haveModifier(JavaModifier.SYNTHETIC));
        rules.put(
                "static fields hold no mutable state",
                fields().that().areStatic().should(new Immutable()));
        rules.put(
                "names are words of the domain",
                noClasses()
                        .that()
                        .areTopLevelClasses()
                        .should()
                        .haveNameMatching(".*\\.(Abstract\\w*|\\w*(Manager|Helper|Util|Utils|Impl|Base))"));
        rules.put("classes are final, sealed or exceptions", classes().should(new Closed()));
        rules.put("every package is null-marked", classes().should(new NullMarkedPackage()));
    }

    private String in(String layer) {
        return root + "." + layer + "..";
    }
}
