package ai.zavora.architecture.rules;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;

/** Nobody inherits from a class by accident; failures alone may form families. */
final class Closed extends ArchCondition<JavaClass> {
    Closed() {
        super("be final, abstract or sealed");
    }

    @Override
    public void check(JavaClass type, ConditionEvents events) {
        var open = !type.isInterface()
                && !type.isEnum()
                && !type.isAnonymousClass()
                && !type.isAssignableTo(Exception.class)
                && !type.isAssignableTo(RuntimeException.class)
                && type.getEnclosingClass().filter(JavaClass::isEnum).isEmpty()
                && !type.getModifiers().contains(JavaModifier.FINAL)
                && !type.getModifiers().contains(JavaModifier.ABSTRACT)
                && !type.getName().endsWith("package-info");
        if (open) {
            events.add(SimpleConditionEvent.violated(type, type.getName() + " can be extended"));
        }
    }
}
