package ai.zavora.adapter.provider.local.library;

import ai.zavora.base.error.ErrorKind;
import ai.zavora.base.error.ZavoraException;
import ai.zavora.base.file.FileReplacement.NewFile;
import ai.zavora.base.file.WriterLock;
import ai.zavora.core.llm.ModelLibrary.Progress;
import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** One pull of one model into one folder. Used once, by one thread. */
final class Pull {

    /** A disk with less room than this after a failed write counts as full. */
    private static final long FULL = 1 << 20;

    private final CatalogEntry wanted;
    private final Path folder;
    private final Path target;
    private final Consumer<Progress> onProgress;
    private String doing = "";

    Pull(CatalogEntry wanted, Path folder, Path target, Consumer<Progress> onProgress) {
        this.wanted = wanted;
        this.folder = folder;
        this.target = target;
        this.onProgress = onProgress;
    }

    /** Where what arrived so far is kept. */
    static Path partial(Path folder, String name) {
        return folder.resolve("." + name + ".partial");
    }

    Path run() throws InterruptedException {
        var name = wanted.entry().name();
        doing = name + " comes under the " + wanted.entry().license().name() + " ("
                + wanted.entry().license().url() + ")";
        report(0);
        try {
            Files.createDirectories(folder);
            try (var _ = WriterLock.take(folder.resolve("." + name + ".lock"), NewFile.AS_USUAL, this::reportWaiting)) {
                if (!Files.isRegularFile(target)) {
                    fetch(partial(folder, name));
                }
                return target;
            }
        } catch (ClosedByInterruptException e) {
            Thread.interrupted();
            throw new InterruptedException();
        } catch (IOException e) {
            throw unwritable(e);
        }
    }

    private void fetch(Path partial) throws IOException, InterruptedException {
        checkSpace(partial);
        var failures = new ArrayList<String>();
        for (var source : wanted.sources()) {
            doing = "Fetching " + wanted.entry().name() + " from " + source.name();
            try (var file = PartialFile.open(partial, wanted.entry().sizeBytes(), this::report)) {
                deliver(source, file);
                file.sync();
            } catch (SourceException e) {
                failures.add(source.name() + ": " + e.getMessage());
                continue;
            }
            Files.move(partial, target, StandardCopyOption.ATOMIC_MOVE);
            doing = "Installed " + wanted.entry().name();
            report(wanted.entry().sizeBytes());
            return;
        }
        throw undelivered(failures);
    }

    /** What an earlier attempt left may be damaged: then the same source starts anew once. */
    private void deliver(ModelSource source, PartialFile file)
            throws SourceException, IOException, InterruptedException {
        var resumed = file.size() > 0;
        source.fetch(file);
        if (!matches(file)) {
            file.truncate(0);
            if (!resumed) {
                throw new SourceException("its file does not have the SHA-256 that we know");
            }
            source.fetch(file);
            if (!matches(file)) {
                file.truncate(0);
                throw new SourceException("its file does not have the SHA-256 that we know");
            }
        }
    }

    private boolean matches(PartialFile file) throws IOException, InterruptedException {
        doing = "Verifying " + wanted.entry().name();
        report(file.size());
        return file.size() == wanted.entry().sizeBytes()
                && file.sha256().equals(wanted.entry().sha256());
    }

    private void checkSpace(Path partial) throws IOException {
        var here = Files.exists(partial) ? Files.size(partial) : 0;
        var needed = wanted.entry().sizeBytes() - here;
        var free = Files.getFileStore(folder).getUsableSpace();
        if (free < needed) {
            throw full();
        }
    }

    private void reportWaiting() {
        doing = "Waiting for another process that fetches " + wanted.entry().name();
        report(0);
    }

    private void report(long done) {
        var total = wanted.entry().sizeBytes();
        onProgress.accept(new Progress(Math.min(done, total), total, doing));
    }

    private ZavoraException unwritable(IOException cause) {
        if (Files.isDirectory(folder) && folder.toFile().getUsableSpace() < FULL) {
            return full();
        }
        return new ZavoraException(
                ErrorKind.INPUT,
                "The model folder " + folder + " cannot be written.",
                "Make it writable, or name another in ZAVORA_MODEL_DIR.",
                cause);
    }

    private ZavoraException full() {
        return new ZavoraException(
                ErrorKind.INPUT,
                "There is no room for " + wanted.entry().name() + " in " + folder + ": it needs "
                        + wanted.entry().sizeBytes() / 1_000_000 + " MB.",
                "Free some space, or name a folder on another disk in ZAVORA_MODEL_DIR.");
    }

    private ZavoraException undelivered(List<String> failures) {
        return new ZavoraException(
                ErrorKind.PROVIDER,
                wanted.entry().name() + " could not be fetched. " + String.join("; ", failures) + ".",
                "Check the network and the proxy, or use a GGUF file of your own: --model /path/to/model.gguf.");
    }
}
