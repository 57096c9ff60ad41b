package ai.zavora.architecture.rules;

import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.util.JavacTask;
import com.sun.source.util.TreePathScanner;
import com.sun.source.util.Trees;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import javax.tools.ToolProvider;

/** Source files, measured. */
final class Sources {
    private final List<Path> files;

    private Sources(List<Path> files) {
        this.files = List.copyOf(files);
    }

    /** All Java files below these folders. */
    static Sources below(Path... folders) {
        var files = new ArrayList<Path>();
        for (var folder : folders) {
            try (var found = Files.walk(folder)) {
                found.filter(path -> path.toString().endsWith(".java")).forEach(files::add);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return new Sources(files);
    }

    int count() {
        return files.size();
    }

    /** The files with more lines than that, with their count. */
    List<String> filesLongerThan(int lines) {
        return files.stream()
                .filter(file -> lines(file).size() > lines)
                .map(file -> file + ": " + lines(file).size() + " lines")
                .toList();
    }

    /** Lines that match, as {@code file:line: text}. */
    List<String> linesMatching(String pattern) {
        var found = new ArrayList<String>();
        for (var file : files) {
            var lines = lines(file);
            for (var n = 0; n < lines.size(); n++) {
                if (lines.get(n).matches(pattern)) {
                    found.add(file + ":" + (n + 1) + ": " + lines.get(n).strip());
                }
            }
        }
        return found;
    }

    /** The methods and constructors with more lines than that, from their first modifier to their brace. */
    List<String> methodsLongerThan(int lines) {
        var compiler = ToolProvider.getSystemJavaCompiler();
        try (var manager = compiler.getStandardFileManager(null, Locale.ROOT, StandardCharsets.UTF_8)) {
            var task = (JavacTask) compiler.getTask(
                    null, manager, null, List.of("-proc:none"), null, manager.getJavaFileObjectsFromPaths(files));
            var positions = Trees.instance(task).getSourcePositions();
            var found = new ArrayList<String>();
            for (var unit : task.parse()) {
                new TreePathScanner<Void, Void>() {
                    @Override
                    public Void visitMethod(MethodTree method, Void nothing) {
                        var start = positions.getStartPosition(unit, method);
                        var end = positions.getEndPosition(unit, method);
                        var length = line(unit, end) - line(unit, start) + 1;
                        if (start >= 0 && length > lines) {
                            found.add(unit.getSourceFile().getName() + ": " + method.getName() + " has " + length
                                    + " lines");
                        }
                        return super.visitMethod(method, null);
                    }
                }.scan(unit, null);
            }
            return found;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static long line(CompilationUnitTree unit, long position) {
        return unit.getLineMap().getLineNumber(position);
    }

    private static List<String> lines(Path file) {
        try {
            return Files.readAllLines(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
