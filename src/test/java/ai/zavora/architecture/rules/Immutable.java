package ai.zavora.architecture.rules;

import com.tngtech.archunit.core.domain.JavaField;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.util.Set;

/** What a static field refers to cannot change, as far as its declared type tells. */
final class Immutable extends ArchCondition<JavaField> {
    private static final Set<String> MUTABLE = Set.of(
            "java.util.ArrayList",
            "java.util.LinkedList",
            "java.util.ArrayDeque",
            "java.util.HashMap",
            "java.util.LinkedHashMap",
            "java.util.TreeMap",
            "java.util.HashSet",
            "java.util.LinkedHashSet",
            "java.util.TreeSet",
            "java.util.EnumMap",
            "java.util.BitSet",
            "java.util.Properties",
            "java.util.Random",
            "java.lang.StringBuilder",
            "java.lang.ThreadLocal");

    Immutable() {
        super("hold nothing that can change");
    }

    @Override
    public void check(JavaField field, ConditionEvents events) {
        var type = field.getRawType();
        var mutable = MUTABLE.contains(type.getName()) || type.getPackageName().startsWith("java.util.concurrent");
        if (mutable && !field.getModifiers().contains(JavaModifier.SYNTHETIC)) {
            events.add(SimpleConditionEvent.violated(field, field.getDescription() + " is a " + type.getName()));
        }
    }
}
