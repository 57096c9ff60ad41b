package ai.zavora.surface.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

final class RootCommandTest {

    @Test
    void listsEveryCommandThereIs() {
        var listed = new TreeSet<String>();
        collect(new RootCommand(), listed);

        var existing = new TreeSet<String>();
        for (var itsClass : new ClassFileImporter().importPackages("ai.zavora.surface.cli")) {
            if (itsClass.isAssignableTo(Command.class) && isConcrete(itsClass)) {
                existing.add(itsClass.getSimpleName());
            }
        }

        assertThat(listed).isEqualTo(existing);
    }

    private static boolean isConcrete(JavaClass itsClass) {
        return !itsClass.isInterface() && !itsClass.getModifiers().contains(JavaModifier.ABSTRACT);
    }

    private static void collect(Command command, Set<String> names) {
        names.add(command.getClass().getSimpleName());
        for (var entry : command.subcommands()) {
            var below = entry.command().get();
            assertThat(below.syntax().path()).endsWith(entry.name());
            collect(below, names);
        }
    }

    @Test
    void hasTheVersionOfTheBuild() throws IOException {
        assertThat(Files.readString(Path.of("pom.xml")))
                .contains("<artifactId>zavora-cli</artifactId>\n  <version>" + Version.NUMBER + "</version>");
    }
}
