package ai.zavora.core.llm;

import static java.util.Objects.requireNonNull;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * The models that run on this machine: which we know by name, which are installed, and how to install or remove one.
 *
 * <p>Safe for several threads and several processes at once. Every failure is an
 * {@link ai.zavora.base.error.ZavoraException} whose kind is set where it was seen: INPUT for an unknown name, a full
 * disk or a folder that cannot be read or written, PROVIDER when no source delivers the model.
 */
public interface ModelLibrary {

    /** The models that {@link #pull} knows, the recommended one first. Touches neither disk nor network. */
    List<Entry> catalog();

    /** The installed models, sorted by name: those pulled and any other {@code .gguf} file put into the folder. */
    List<Installed> installed();

    /** The file of an installed model; empty when it is not installed. Does not read the file. */
    Optional<Path> path(String name);

    /**
     * Installs a model of the catalogue and returns its file; returns at once when it is installed already. Continues
     * where an earlier attempt stopped, tries the sources in order, and installs nothing that does not match the
     * pinned SHA-256. When another process pulls the same model it waits for that one. Interrupting the calling thread
     * cancels at any instant and keeps what arrived.
     *
     * @param onProgress called on the calling thread; the first call names the licence
     * @throws InterruptedException when the calling thread was interrupted
     */
    Path pull(String name, Consumer<Progress> onProgress) throws InterruptedException;

    /** Removes an installed model, or what an interrupted pull left of one; fails when there is nothing by that name. */
    void remove(String name);

    /**
     * A model that can be pulled.
     *
     * @param name what people ask for
     * @param description one line for people
     * @param license what the person who pulls it agrees to
     * @param sizeBytes of the installed file
     * @param sha256 of the installed file, lowercase hex; nothing else is ever installed under this name
     */
    record Entry(String name, String description, License license, long sizeBytes, String sha256) {
        public Entry {
            requireNonNull(name, "name is null");
            requireNonNull(description, "description is null");
            requireNonNull(license, "license is null");
            requireNonNull(sha256, "sha256 is null");
        }
    }

    /**
     * The terms a model comes under.
     *
     * @param name for example {@code Gemma Terms of Use}
     * @param url where the whole text is
     * @param notice what to show before the first download: one or two sentences
     */
    record License(String name, String url, String notice) {
        public License {
            requireNonNull(name, "name is null");
            requireNonNull(url, "url is null");
            requireNonNull(notice, "notice is null");
        }
    }

    /**
     * An installed model.
     *
     * @param name what {@link ModelRequest#model()} calls it
     * @param path its file
     * @param sizeBytes the size of that file
     */
    record Installed(String name, Path path, long sizeBytes) {
        public Installed {
            requireNonNull(name, "name is null");
            requireNonNull(path, "path is null");
        }
    }

    /**
     * How far a pull has come.
     *
     * @param doneBytes of the model, never more than {@code totalBytes}; falls back when a source turns out bad
     * @param totalBytes of the model
     * @param text what is going on, one line for people; stays the same while bytes of one source arrive
     */
    record Progress(long doneBytes, long totalBytes, String text) {
        public Progress {
            requireNonNull(text, "text is null");
        }
    }
}
