package ai.zavora.dist;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.tools.ToolProvider;

/**
 * A version of the program that does not exist yet: the sources of this checkout with another version number and one more
 * step in the format of the session database, compiled and packaged by the checkout's own script.
 */
final class NextVersion {
    /** Its version number. */
    static final String NUMBER = "1.1.0";

    private static final Path SOURCES = Path.of("src/main/java");
    private static final String SCHEMA = "ai/zavora/adapter/store/sqlite/Schema.java";
    private static final String VERSION = "ai/zavora/surface/cli/Version.java";
    private static final String STEPS = "List.of(CREATE, ADDED_IN_2)";

    private NextVersion() {}

    /** The launcher of that version, in a new checkout of that folder. */
    static Path build(Path folder) throws IOException, InterruptedException {
        Commands.in(folder, """
                mkdir target
                cp -Rp "$PROJECT/scripts" "$PROJECT/src" "$PROJECT/zavora-cli" "$PROJECT/LICENSE" "$PROJECT/pom.xml" .
                cp -Rp "$PROJECT/target/lib" "$PROJECT/target/sources" "$PROJECT/target/recompiled" target/
                mkdir target/classes
                cd target/classes && "$ZAVORA_JAVA_HOME/bin/jar" --extract --file "$PROJECT"/target/zavora-cli-[0-9]*.jar
                find . -name '*.class' -exec rm {} +""");
        var sources = folder.resolve(SOURCES);
        change(sources.resolve(VERSION), "NUMBER = \"1.0.0\"", "NUMBER = \"" + NUMBER + "\"");
        // a column, a table, and what both say of the sessions that are there
        change(sources.resolve(SCHEMA), STEPS, """
                List.of(CREATE, ADDED_IN_2, List.of(
                    "ALTER TABLE journal_session ADD COLUMN label TEXT NOT NULL DEFAULT ''",
                    "UPDATE journal_session SET label = 'was ' || session_id",
                    "CREATE TABLE journal_size (session INTEGER PRIMARY KEY, characters INTEGER NOT NULL)",
                    "INSERT INTO journal_size SELECT key >> 32, sum(length(entry)) FROM journal_event GROUP BY key >> 32",
                    "PRAGMA user_version = 3"))""");
        compile(folder, sources);
        Commands.in(folder, """
                "$ZAVORA_JAVA_HOME/bin/jar" --create --file target/zavora-cli-%s.jar -C target/classes .
                JAVA_HOME=$ZAVORA_JAVA_HOME scripts/package --no-cache""".formatted(NUMBER));
        return folder.resolve("zavora-cli");
    }

    private static void change(Path source, String from, String to) throws IOException {
        var text = Files.readString(source);
        assertThat(text).containsOnlyOnce(from);
        Files.writeString(source, text.replace(from, to));
    }

    private static void compile(Path folder, Path sources) throws IOException {
        var words = new ArrayList<>(List.of("-proc:none", "-nowarn", "--release", "25", "-d"));
        words.add(folder.resolve("target/classes").toString());
        words.add("-cp");
        try (var jars = Files.list(folder.resolve("target/lib"))) {
            words.add(String.join(":", jars.map(Path::toString).toList()));
        }
        try (var files = Files.walk(sources)) {
            files.map(Path::toString).filter(file -> file.endsWith(".java")).forEach(words::add);
        }
        var compiler = ToolProvider.getSystemJavaCompiler();
        assertThat(compiler.run(null, null, null, words.toArray(String[]::new))).isZero();
    }
}
