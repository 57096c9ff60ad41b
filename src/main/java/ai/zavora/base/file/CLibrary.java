package ai.zavora.base.file;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.invoke.MethodHandle;
import java.util.Optional;

/** Functions of the C library, for what Java has none. */
public final class CLibrary {
    private CLibrary() {}

    /** The function of that name; empty where the system has no such. */
    public static Optional<MethodHandle> function(
            String name, FunctionDescriptor descriptor, Linker.Option... options) {
        var linker = Linker.nativeLinker();
        return linker.defaultLookup().find(name).map(symbol -> linker.downcallHandle(symbol, descriptor, options));
    }

    /** What to throw where the call itself failed, which is a defect of this program. */
    public static IllegalStateException uncallable(Throwable cause) {
        return new IllegalStateException("the C library cannot be called", cause);
    }
}
