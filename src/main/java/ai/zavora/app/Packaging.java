package ai.zavora.app;

import ai.zavora.surface.cli.CompletionFiles;
import ai.zavora.surface.cli.HelpPages;
import ai.zavora.surface.cli.ManualPages;
import ai.zavora.surface.cli.Version;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** Writes the documents that a package ships ready-made; run by the build, never by a person. */
public final class Packaging {
    private Packaging() {}

    /**
     * @param arguments the folder of the package; its {@code help} folder receives one text per command (the words of
     *     the command joined by dots), {@code man} and {@code completion} what their names say
     * @throws IOException when a document cannot be written
     */
    public static void main(String[] arguments) throws IOException {
        var folder = Path.of(arguments[0]);
        write(folder.resolve("help"), Map.of("version.txt", Version.LINE + "\n"));
        for (var page : HelpPages.all().entrySet()) {
            var name = page.getKey().isEmpty() ? "zavora-cli" : page.getKey().replace(' ', '.');
            write(folder.resolve("help"), Map.of(name + ".txt", page.getValue()));
        }
        write(folder.resolve("man"), ManualPages.all());
        write(folder.resolve("completion"), CompletionFiles.all());
    }

    private static void write(Path folder, Map<String, String> documents) throws IOException {
        for (var document : documents.entrySet()) {
            var file = folder.resolve(document.getKey());
            Files.createDirectories(file.resolveSibling("."));
            Files.writeString(file, document.getValue());
        }
    }
}
