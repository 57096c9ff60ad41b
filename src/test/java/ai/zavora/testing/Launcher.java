package ai.zavora.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Runs the packaged program as a process, in a clean environment: a home of its own, no keys, nothing of the caller's
 * variables. The {@code with…} methods change it and belong before the start.
 *
 * <p>The program is {@code ./zavora-cli} of this checkout, or what the property {@code zavora.launcher} or the variable
 * {@code ZAVORA_LAUNCHER} names. It must have been built: tests never build.
 */
public final class Launcher {
    private static final String SYSTEM_PATH = "/usr/local/bin:/usr/bin:/bin";

    private String program;
    private final Map<String, String> variables = new TreeMap<>();
    private Path folder;
    private Duration patience = Duration.ofSeconds(60);
    private Optional<String> input = Optional.of("");
    /** What {@code ulimit} is given. */
    private Optional<String> limit = Optional.empty();

    private Optional<Integer> user = Optional.empty();
    /** What else than its own group the user is in. */
    private String groups = "--clear-groups";

    private Launcher(Path program, Path folder) {
        this.program = program.toString();
        this.folder = folder;
        variables.put("PATH", SYSTEM_PATH);
        variables.put("HOME", folder.toString());
        variables.put("LC_ALL", "C.UTF-8");
        variables.put("ZAVORA_BUILD", "never");
        variables.put("ZAVORA", program.toString());
    }

    /** The program with that folder as its home and working folder, and empty standard input. */
    public static Launcher in(Path folder) {
        var named = Optional.ofNullable(System.getProperty("zavora.launcher"))
                .or(() -> Optional.ofNullable(System.getenv("ZAVORA_LAUNCHER")))
                .map(Path::of);
        var program = named.orElse(Path.of("zavora-cli")).toAbsolutePath();
        if (named.isEmpty() && !Files.exists(Path.of("target/package/current"))) {
            throw new AssertionError("the program is not built: run make build first");
        }
        return new Launcher(program, folder);
    }

    public Launcher with(String variable, String value) {
        variables.put(variable, value);
        return this;
    }

    /** Options of the program's JVM, unless it has some already. */
    Launcher withJavaOptions(String options) {
        variables.putIfAbsent("ZAVORA_JAVA_OPTS", options);
        return this;
    }

    /** Every provider's base URL points to the server, and OpenAI has a key. */
    public Launcher withModel(ModelServer server) {
        return with("OPENAI_BASE_URL", server.baseUrl(Wire.OPENAI_CHAT))
                .with("OPENAI_API_KEY", "sk-test-key-0123456789");
    }

    /** Another program than the checkout's: a path, or a name that is looked up in the variable {@code PATH}. */
    public Launcher withProgram(String other) {
        program = other;
        return with("ZAVORA", other);
    }

    /** Runs it as the user and the group of that number, without any other group; takes the rights of root. */
    public Launcher withUser(int id) {
        user = Optional.of(id);
        return this;
    }

    /** As {@link #withUser(int)}, in one more group. */
    public Launcher withUser(int id, int group) {
        groups = "--groups=" + group;
        return withUser(id);
    }

    public Launcher withFolder(Path workingFolder) {
        folder = workingFolder;
        return this;
    }

    /** Commands of a script find the program by its name, in that folder of programs, before the system's own. */
    public Launcher withPrograms(Path programs) {
        return with("PATH", programs + ":" + SYSTEM_PATH);
    }

    /** Commands of a script find this program by its name; a link to it is made in a folder of the home. */
    public Launcher onPath() throws IOException {
        var programs = Files.createDirectories(folder.resolve("bin"));
        var link = programs.resolve("zavora-cli");
        if (!Files.exists(link)) {
            Files.createSymbolicLink(link, Path.of(program));
        }
        return withPrograms(programs);
    }

    /** What the program reads from standard input before it ends. */
    public Launcher withInput(String text) {
        input = Optional.of(text);
        return this;
    }

    /** Standard input stays open and silent until the process ends. */
    public Launcher withOpenInput() {
        input = Optional.empty();
        return this;
    }

    /** How long the process may run before the test fails. */
    public Launcher withPatience(Duration time) {
        patience = time;
        return this;
    }

    /** No file may grow beyond that many KiB, as on a disk that is full; the owner's quota ends there. */
    public Launcher withFileLimit(int kib) {
        limit = Optional.of("-f " + kib);
        return this;
    }

    /** It may have no more files and connections open at once. */
    public Launcher withDescriptors(int most) {
        limit = Optional.of("-n " + most);
        return this;
    }

    /** Runs the program to its end. */
    public Finished run(String... arguments) throws InterruptedException {
        return start(arguments).finish();
    }

    /** Starts the program. */
    public RunningProgram start(String... arguments) {
        var command = new ArrayList<String>();
        command.add(program);
        command.addAll(List.of(arguments));
        return startCommand(command);
    }

    /** Runs a script of bash to its end; {@code "$ZAVORA"} is the program. */
    public Finished shell(String script) throws InterruptedException {
        return startShell(script).finish();
    }

    /** Starts a script of bash; {@code "$ZAVORA"} is the program. */
    public RunningProgram startShell(String script) {
        return startCommand(List.of("/bin/bash", "-c", script));
    }

    /** Starts the program on a terminal of its own, of 80 columns; its output has everything the terminal is sent. */
    public RunningProgram startOnTerminal(String... arguments) {
        var words = new StringBuilder("exec \"$ZAVORA\"");
        for (var argument : arguments) {
            words.append(" '").append(argument.replace("'", "'\\''")).append('\'');
        }
        return startShellOnTerminal(words.toString());
    }

    /** Starts a script on a terminal of its own, of 80 columns; its output has everything the terminal is sent. */
    public RunningProgram startShellOnTerminal(String script) {
        with("TERM", "xterm-256color");
        // noflsh: else Ctrl-C makes the terminal throw away what the program is just writing, now and then
        return startCommand(List.of("/usr/bin/script", "-qefc", "stty cols 80 rows 24 noflsh; " + script, "/dev/null"));
    }

    /** Starts bash with job control on a terminal of its own; {@code "$ZAVORA"} is the program. */
    public RunningProgram startShellOnTerminal() {
        with("TERM", "dumb").with("PS1", "shell> ");
        return startCommand(List.of("/usr/bin/script", "-qefc", "exec bash --noprofile --norc -i", "/dev/null"));
    }

    private RunningProgram startCommand(List<String> command) {
        var whole = new ArrayList<String>();
        // whoever runs the tests may ignore signals, which children inherit: then Ctrl-C could not be tested
        whole.addAll(List.of("/usr/bin/env", "--default-signal=INT,TERM,PIPE"));
        limit.ifPresent(words -> whole.addAll(List.of("/bin/bash", "-c", "ulimit " + words + "; exec \"$@\"", "bash")));
        user.ifPresent(id -> whole.addAll(List.of("/usr/bin/setpriv", "--reuid=" + id, "--regid=" + id, groups)));
        whole.addAll(command);
        var builder = new ProcessBuilder(whole).directory(folder.toFile());
        builder.environment().clear();
        builder.environment().putAll(variables);
        try {
            return new RunningProgram(builder.start(), input, patience);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
