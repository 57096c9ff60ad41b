package ai.zavora.app;

import ai.zavora.surface.cli.HelpPages;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;

/** Writes the documents that a package ships ready-made; run by the build, never by a person. */
public final class Packaging {
    private Packaging() {}

    /**
     * @param arguments the folder of the package; its {@code help} folder receives one text per command
     * @throws IOException when a document cannot be written
     */
    public static void main(String[] arguments) throws IOException {
        Path help = Files.createDirectories(Path.of(arguments[0], "help"));
        String version = Objects.requireNonNull(Packaging.class.getPackage().getImplementationVersion());
        Files.writeString(help.resolve("version.txt"), "zavora-cli " + version + "\n");
        for (var page : HelpPages.all().entrySet()) {
            var name = page.getKey().isEmpty() ? "zavora-cli" : page.getKey().replace(' ', '.');
            Files.writeString(help.resolve(name + ".txt"), page.getValue());
        }
    }
}
