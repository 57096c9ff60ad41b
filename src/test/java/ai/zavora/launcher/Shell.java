package ai.zavora.launcher;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/** Starts processes in a clean environment: nothing of the test's own variables but what a person's shell has. */
final class Shell {
    private static final long DEADLINE_SECONDS = 300;

    private final Path folder;
    private final Map<String, String> variables = new TreeMap<>();

    /**
     * @param folder the working directory of the processes
     */
    Shell(Path folder) {
        this.folder = folder;
        variables.put("PATH", "/usr/local/bin:/usr/bin:/bin");
        variables.put("HOME", folder.toString());
    }

    /**
     * Sets one variable for all later processes.
     *
     * @return this
     */
    Shell with(String name, String value) {
        variables.put(name, value);
        return this;
    }

    /** Starts a process with its standard output and error in files, so that it can never block on them. */
    Process start(Path out, Path err, Object... command) throws IOException {
        List<String> words = new ArrayList<>();
        for (Object word : command) {
            words.add(word.toString());
        }
        ProcessBuilder builder = new ProcessBuilder(words).directory(folder.toFile());
        builder.environment().clear();
        builder.environment().putAll(variables);
        return builder.redirectOutput(out.toFile()).redirectError(err.toFile()).start();
    }

    /** Runs a process without input to its end. */
    Finished run(Object... command) throws IOException, InterruptedException {
        return runWithInput("", command);
    }

    /** Runs a process to its end. */
    Finished runWithInput(String input, Object... command) throws IOException, InterruptedException {
        Path out = Files.createTempFile("out", ".txt");
        Path err = Files.createTempFile("err", ".txt");
        try {
            Process process = start(out, err, command);
            try (var stdin = process.outputWriter(StandardCharsets.UTF_8)) {
                stdin.write(input);
            }
            return finish(process, out, err);
        } finally {
            Files.delete(out);
            Files.delete(err);
        }
    }

    /** Waits for a started process and collects what it left. */
    static Finished finish(Process process, Path out, Path err) throws IOException, InterruptedException {
        if (!process.waitFor(DEADLINE_SECONDS, TimeUnit.SECONDS)) {
            process.destroyForcibly();
            throw new AssertionError("no end after " + DEADLINE_SECONDS + " s: " + Files.readString(err));
        }
        return new Finished(process.exitValue(), Files.readString(out), Files.readString(err));
    }
}
