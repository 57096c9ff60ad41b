package ai.zavora.base.file;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout.PathElement;

/** Asks the system for a process by the signal that does nothing, see kill(2): it knows those it shows to nobody, too. */
final class ProcessSignal {
    private static final int NOTHING = 0;
    /** ESRCH. */
    private static final int NO_SUCH_PROCESS = 3;

    private static final String ERRNO = "errno";

    private ProcessSignal() {}

    /** Whether no process has that id. */
    static boolean isNobodys(long pid) {
        // 0 and less are for groups
        if (pid <= 0 || pid > Integer.MAX_VALUE) {
            return true;
        }
        var kill = CLibrary.function(
                "kill", FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT), Linker.Option.captureCallState(ERRNO));
        if (kill.isEmpty()) {
            return false;
        }
        var state = Linker.Option.captureStateLayout();
        try (var arena = Arena.ofConfined()) {
            var errors = arena.allocate(state);
            var answer = (int) kill.get().invokeExact(errors, (int) pid, NOTHING);
            var error = (int) state.varHandle(PathElement.groupElement(ERRNO)).get(errors, 0L);
            return answer != 0 && error == NO_SUCH_PROCESS;
        } catch (Throwable e) {
            throw CLibrary.uncallable(e);
        }
    }
}
