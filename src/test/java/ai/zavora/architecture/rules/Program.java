package ai.zavora.architecture.rules;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.nio.file.Path;

/** The program's own classes, read once for all rules. */
final class Program {
    private static final JavaClasses CLASSES = new ClassFileImporter().importPath(Path.of("target/classes"));

    private Program() {}

    static JavaClasses classes() {
        return CLASSES;
    }
}
