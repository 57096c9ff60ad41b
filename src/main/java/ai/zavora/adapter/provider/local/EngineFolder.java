package ai.zavora.adapter.provider.local;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import ai.zavora.base.file.CLibrary;
import ai.zavora.core.llm.ModelException;
import ai.zavora.core.llm.ModelException.Reason;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Keeps the engine out of the folder that the program was started in. The engine looks for libraries of its own in the
 * working folder and runs what it finds, so that whoever can write there, as the author of a checkout, could have code run.
 */
final class EngineFolder {
    /** The thread has a working folder of its own from then on; see unshare(2). */
    private static final int CLONE_FS = 0x200;

    private static final String ELSEWHERE = "/";
    private static final String LIBRARIES = "libggml-*";

    private EngineFolder() {}

    /**
     * Has the calling thread, and those that it starts, work in a folder that is the system's. Where the system forbids
     * that, as in some containers, or cannot do it, as macOS, the present one must hold nothing that the engine would run.
     *
     * @throws ModelException of reason LOCAL_ENGINE when it does
     */
    static void leave() {
        if (!left()) {
            requireNoLibraries(Path.of("").toAbsolutePath());
        }
    }

    private static boolean left() {
        var unshare = CLibrary.function("unshare", FunctionDescriptor.of(JAVA_INT, JAVA_INT));
        if (unshare.isEmpty()) {
            return false;
        }
        var chdir = CLibrary.function("chdir", FunctionDescriptor.of(JAVA_INT, ADDRESS))
                .orElseThrow();
        try (var arena = Arena.ofConfined()) {
            return (int) unshare.get().invokeExact(CLONE_FS) == 0
                    && (int) chdir.invokeExact(arena.allocateFrom(ELSEWHERE)) == 0;
        } catch (Throwable e) {
            throw CLibrary.uncallable(e);
        }
    }

    static void requireNoLibraries(Path folder) {
        try (var libraries = Files.newDirectoryStream(folder, LIBRARIES)) {
            for (var library : libraries) {
                throw refused("The local engine would run " + library + ", which is no part of this program.");
            }
        } catch (IOException | DirectoryIteratorException e) {
            throw refused("The local engine would run libraries in the folder " + folder
                    + ", and what is there cannot be looked at.");
        }
    }

    private static ModelException refused(String what) {
        return new ModelException(Reason.LOCAL_ENGINE, what, "Start the program in another folder.");
    }
}
