import static java.lang.classfile.ClassFile.ACC_PRIVATE;
import static java.lang.classfile.ClassFile.ACC_STATIC;
import static java.lang.classfile.ClassFile.ACC_SYNTHETIC;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassHierarchyResolver;
import java.lang.classfile.ClassModel;
import java.lang.classfile.ClassTransform;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.TypeKind;
import java.lang.classfile.instruction.InvokeDynamicInstruction;
import java.lang.constant.ClassDesc;
import java.lang.constant.MethodTypeDesc;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.JarFile;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * Replaces the run-time made tests of pattern switches in a jar by plain {@code instanceof} chains. An AOT cache does
 * not hold what {@code SwitchBootstraps} spins, so that the first such switch costs each start 20 ms and every further
 * one 1 ms (docs/adr/0004-aot-cache.md). Only switches over types are touched; what they do is the same.
 *
 * <p>usage: {@code java scripts/LowerSwitches.java IN.jar OUT.jar}
 */
final class LowerSwitches {
    private static final ClassDesc BOOTSTRAPS = ClassDesc.of("java.lang.runtime.SwitchBootstraps");

    private final ClassFile classFile;
    private int lowered;

    private LowerSwitches(JarFile jar) {
        ClassHierarchyResolver ofJar = ClassHierarchyResolver.ofResourceParsing(type -> {
            ZipEntry entry = jar.getEntry(internalName(type) + ".class");
            try {
                return entry == null
                        ? null
                        : new ByteArrayInputStream(jar.getInputStream(entry).readAllBytes());
            } catch (IOException e) {
                throw new java.io.UncheckedIOException(e);
            }
        });
        classFile = ClassFile.of(
                ClassFile.ClassHierarchyResolverOption.of(ofJar.orElse(ClassHierarchyResolver.defaultResolver())));
    }

    public static void main(String[] arguments) throws IOException {
        int lowered;
        try (JarFile in = new JarFile(arguments[0]);
                ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(Path.of(arguments[1])))) {
            LowerSwitches tool = new LowerSwitches(in);
            for (ZipEntry entry : in.stream().toList()) {
                byte[] content = in.getInputStream(entry).readAllBytes();
                ZipEntry copy = new ZipEntry(entry.getName());
                copy.setTime(entry.getTime());
                out.putNextEntry(copy);
                out.write(entry.getName().endsWith(".class") ? tool.lower(content) : content);
                out.closeEntry();
            }
            lowered = tool.lowered;
        }
        if (lowered == 0) {
            Files.copy(Path.of(arguments[0]), Path.of(arguments[1]), StandardCopyOption.REPLACE_EXISTING);
        }
        System.out.println("lowered " + lowered + " switches");
    }

    private byte[] lower(byte[] bytes) {
        ClassModel model = classFile.parse(bytes);
        boolean concerned = model.methods().stream()
                .flatMap(method -> method.code().stream())
                .flatMap(code -> code.elementStream())
                .anyMatch(LowerSwitches::isTypeSwitch);
        if (!concerned) {
            return bytes;
        }
        List<InvokeDynamicInstruction> found = new ArrayList<>();
        boolean isInterface = model.flags().has(java.lang.reflect.AccessFlag.INTERFACE);
        ClassTransform calls = ClassTransform.transformingMethodBodies(
                method -> method.code().orElseThrow().elementStream().anyMatch(LowerSwitches::isTypeSwitch),
                (code, element) -> {
                    if (element instanceof InvokeDynamicInstruction call && isTypeSwitch(call)) {
                        code.invokestatic(model.thisClass().asSymbol(), name(found.size()), type(call), isInterface);
                        found.add(call);
                    } else {
                        code.with(element);
                    }
                });
        ClassTransform methods = ClassTransform.endHandler(builder -> {
            for (int i = 0; i < found.size(); i++) {
                InvokeDynamicInstruction call = found.get(i);
                builder.withMethodBody(
                        name(i), type(call), ACC_PRIVATE | ACC_STATIC | ACC_SYNTHETIC, code -> chain(code, call));
            }
        });
        byte[] result = classFile.transformClass(model, calls.andThen(methods));
        lowered += found.size();
        return result;
    }

    private static boolean isTypeSwitch(Object element) {
        return element instanceof InvokeDynamicInstruction call
                && call.bootstrapMethod().owner().equals(BOOTSTRAPS)
                && call.bootstrapMethod().methodName().equals("typeSwitch")
                && call.bootstrapArgs().stream()
                        .allMatch(label -> label instanceof ClassDesc type && !type.isPrimitive());
    }

    private static MethodTypeDesc type(InvokeDynamicInstruction call) {
        return call.typeSymbol();
    }

    private static String name(int index) {
        return "typeSwitch$" + index;
    }

    /** The contract of SwitchBootstraps.typeSwitch: -1 for null, else the first label from the restart index on. */
    private static void chain(CodeBuilder code, InvokeDynamicInstruction call) {
        code.aload(0).ifThen(java.lang.classfile.Opcode.IFNULL, isNull -> isNull.iconst_m1()
                .ireturn());
        int index = 0;
        for (Object label : call.bootstrapArgs()) {
            int current = index++;
            java.lang.classfile.Label next = code.newLabel();
            code.iload(1).loadConstant(current).if_icmpgt(next);
            code.aload(0).instanceOf((ClassDesc) label).ifeq(next);
            code.loadConstant(current).return_(TypeKind.INT);
            code.labelBinding(next);
        }
        code.loadConstant(index).return_(TypeKind.INT);
    }

    private static String internalName(ClassDesc type) {
        String descriptor = type.descriptorString();
        return descriptor.substring(1, descriptor.length() - 1);
    }
}
