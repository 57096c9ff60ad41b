package ai.zavora.architecture.rules;

import static org.assertj.core.api.Assertions.assertThat;

import ai.zavora.core.command.SlashCommand;
import ai.zavora.core.llm.ModelClient;
import ai.zavora.core.tool.Tool;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;

/** Whoever adds a tool, a provider or a command without putting it on its list is told so here. */
@TestInstance(Lifecycle.PER_CLASS)
final class RegistrationTest {
    private final JavaClasses program = Program.classes();

    @Test
    void everyToolIsOnTheList() {
        var tools = concrete(Tool.class.getName(), "ai.zavora.adapter.tools");

        assertThat(tools).isNotEmpty().isSubsetOf(madeBy("ai.zavora.adapter.tools.BuiltInTools"));
    }

    @Test
    void everySlashCommandIsOnTheList() {
        var commands = concrete(SlashCommand.class.getName(), "ai.zavora.core.command");

        assertThat(commands).isNotEmpty().isSubsetOf(madeBy("ai.zavora.core.command.SlashCommands"));
    }

    @Test
    void everyCommandIsInTheTree() {
        var root = "ai.zavora.surface.cli.RootCommand";
        var commands = concrete("ai.zavora.surface.cli.Command", "ai.zavora.surface.cli");
        commands.remove(root);

        var reached = new TreeSet<String>();
        var left = new ArrayDeque<>(List.of(root));
        while (!left.isEmpty()) {
            madeBy(left.pop()).stream()
                    .filter(commands::contains)
                    .filter(reached::add)
                    .forEach(left::push);
        }

        assertThat(reached).isNotEmpty().containsExactlyInAnyOrderElementsOf(commands);
    }

    @Test
    void everyModelClientBelongsToAProviderOnTheList() {
        var providers = program.get("ai.zavora.adapter.provider.Providers");
        var clients = concrete(ModelClient.class.getName(), "ai.zavora.adapter.provider");

        assertThat(clients).isNotEmpty().isSubsetOf(reachedWithin(providers, "ai.zavora.adapter.provider"));
    }

    @Test
    void theRuleSeesWhatIsMissing() {
        assertThat(madeBy("ai.zavora.core.command.SlashCommands"))
                .contains("ai.zavora.core.command.HelpCommand")
                .doesNotContain("ai.zavora.core.command.SlashCommands");
    }

    private Set<String> concrete(String type, String root) {
        return program.stream()
                .filter(found -> found.getPackageName().startsWith(root))
                .filter(found -> found.isAssignableTo(type) && !found.isInterface())
                .filter(found -> !found.getModifiers().contains(JavaModifier.ABSTRACT) && !found.isAnonymousClass())
                .map(JavaClass::getName)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** The classes that the named class makes with {@code new} or refers to the constructors of. */
    private Set<String> madeBy(String name) {
        var maker = program.get(name);
        return Stream.concat(
                        maker.getConstructorCallsFromSelf().stream(), maker.getConstructorReferencesFromSelf().stream())
                .map(access -> access.getTargetOwner().getName())
                .filter(made -> !made.equals(name))
                .collect(Collectors.toSet());
    }

    private static Set<String> reachedWithin(JavaClass start, String root) {
        var reached = new TreeSet<String>();
        var left = new ArrayDeque<>(List.of(start));
        while (!left.isEmpty()) {
            for (var dependency : left.pop().getDirectDependenciesFromSelf()) {
                var next = dependency.getTargetClass();
                if (next.getPackageName().startsWith(root) && reached.add(next.getName())) {
                    left.push(next);
                }
            }
        }
        return reached;
    }
}
