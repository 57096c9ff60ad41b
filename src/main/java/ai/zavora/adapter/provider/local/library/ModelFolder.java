package ai.zavora.adapter.provider.local.library;

import ai.zavora.base.config.NetworkSettings;
import ai.zavora.base.error.ErrorKind;
import ai.zavora.base.error.ZavoraException;
import ai.zavora.base.file.OutOfReach;
import ai.zavora.core.llm.ModelLibrary;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/** The library kept in one folder: every {@code NAME.gguf} in it is an installed model. */
public final class ModelFolder implements ModelLibrary {

    private static final String SUFFIX = ".gguf";
    /** A name that stays inside the folder and is visible there. */
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,127}");

    private final Path folder;
    private final List<CatalogEntry> catalog;

    /** @param folder absolute; made when a model is pulled */
    public ModelFolder(Path folder, NetworkSettings network) {
        this(folder, LocalCatalog.entries(folder, network));
    }

    ModelFolder(Path folder, List<CatalogEntry> catalog) {
        this.folder = folder;
        this.catalog = List.copyOf(catalog);
    }

    @Override
    public List<Entry> catalog() {
        return catalog.stream().map(CatalogEntry::entry).toList();
    }

    @Override
    public List<Installed> installed() {
        var found = new ArrayList<Installed>();
        try (var files = Files.newDirectoryStream(folder, "*" + SUFFIX)) {
            for (var file : files) {
                var fileName = file.getFileName().toString();
                var name = fileName.substring(0, fileName.length() - SUFFIX.length());
                if (NAME.matcher(name).matches() && Files.isRegularFile(file)) {
                    found.add(new Installed(name, file, file.toFile().length()));
                }
            }
        } catch (NoSuchFileException | NotDirectoryException e) {
            return List.of();
        } catch (IOException e) {
            throw unreadable(e);
        }
        found.sort(Comparator.comparing(Installed::name));
        return List.copyOf(found);
    }

    @Override
    public Optional<Path> path(String name) {
        if (!NAME.matcher(name).matches()) {
            return Optional.empty();
        }
        var file = file(name);
        if (OutOfReach.is(file)) {
            throw unreadable(new AccessDeniedException(folder.toString()));
        }
        return Optional.of(file).filter(Files::isRegularFile);
    }

    private ZavoraException unreadable(IOException cause) {
        return new ZavoraException(
                ErrorKind.INPUT,
                "The model folder " + folder + " cannot be read.",
                "Make it readable, or name another in ZAVORA_MODEL_DIR.",
                cause);
    }

    @Override
    public Path pull(String name, Consumer<Progress> onProgress) throws InterruptedException {
        var wanted = catalog.stream()
                .filter(candidate -> candidate.entry().name().equals(name))
                .findFirst()
                .orElseThrow(() -> unknown(name));
        var installed = path(name);
        return installed.isPresent() ? installed.get() : new Pull(wanted, folder, file(name), onProgress).run();
    }

    @Override
    public void remove(String name) {
        try {
            var removed = false;
            if (NAME.matcher(name).matches()) {
                removed = Files.deleteIfExists(file(name));
                removed |= Files.deleteIfExists(Pull.partial(folder, name));
            }
            if (!removed) {
                throw new ZavoraException(
                        ErrorKind.INPUT,
                        "No local model is called " + name + ".",
                        "Installed are: " + (installed().isEmpty() ? "none" : names(installed())) + ".");
            }
        } catch (IOException e) {
            throw new ZavoraException(
                    ErrorKind.INPUT,
                    "The model " + name + " cannot be removed from " + folder + ".",
                    "Make the folder writable.",
                    e);
        }
    }

    private ZavoraException unknown(String name) {
        return new ZavoraException(
                ErrorKind.INPUT,
                "There is no model called " + name + " to pull.",
                "Can be pulled: "
                        + String.join(", ", catalog().stream().map(Entry::name).toList())
                        + ". Any other GGUF file works by its path: --model /path/to/model.gguf.");
    }

    private static String names(List<Installed> models) {
        return String.join(", ", models.stream().map(Installed::name).toList());
    }

    private Path file(String name) {
        return folder.resolve(name + SUFFIX);
    }
}
