package ai.zavora.architecture.rules;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;

/** A package lists its sub-packages; these know nothing of it. */
final class NoParentImports extends ArchCondition<JavaClass> {
    private final String root;

    NoParentImports(String root) {
        super("not depend on a package above their own");
        this.root = root;
    }

    @Override
    public void check(JavaClass item, ConditionEvents events) {
        for (var dependency : item.getDirectDependenciesFromSelf()) {
            var other = dependency.getTargetClass().getPackageName();
            if (other.startsWith(root) && item.getPackageName().startsWith(other + ".")) {
                events.add(SimpleConditionEvent.violated(item, dependency.getDescription()));
            }
        }
    }
}
