package ai.zavora.architecture.rules;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The rules hold for the program, and each of them catches what it is there for. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class RulesTest {
    private static final String PROGRAM = "ai.zavora";
    private static final String MISTAKES = "ai.zavora.architecture.mistakes";

    private final JavaClasses program = Program.classes();
    private final JavaClasses mistakes = new ClassFileImporter().importPackages(MISTAKES);

    private static Stream<String> rules() {
        return new Rules(PROGRAM).all().keySet().stream();
    }

    @ParameterizedTest
    @MethodSource("rules")
    void theProgramKeepsTheRule(String rule) {
        new Rules(PROGRAM).all().get(rule).check(program);
    }

    @ParameterizedTest
    @MethodSource("rules")
    void theRuleCatchesAMistake(String rule) {
        var result = new Rules(MISTAKES).all().get(rule).evaluate(mistakes);

        assertThat(result.hasViolation()).as(rule).isTrue();
    }

    @Test
    void theProgramIsThere() {
        assertThat(program.size()).isGreaterThan(100);
    }
}
