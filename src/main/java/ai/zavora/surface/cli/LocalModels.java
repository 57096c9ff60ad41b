package ai.zavora.surface.cli;

import ai.zavora.base.config.Settings;
import ai.zavora.base.error.ZavoraException;
import ai.zavora.base.json.JsonValue;
import ai.zavora.core.llm.ModelLibrary;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** The models of this machine, as they are shown. */
final class LocalModels {
    private final Settings settings;
    private final List<ModelLibrary.Installed> installed;
    private final List<ModelLibrary.Entry> catalog;

    private LocalModels(Settings settings, List<ModelLibrary.Installed> installed, List<ModelLibrary.Entry> catalog) {
        this.settings = settings;
        this.installed = installed;
        this.catalog = catalog;
    }

    /** @throws ZavoraException INPUT, when the folder of the models cannot be read */
    static LocalModels of(Settings settings, CliServices services) {
        var library = services.library(settings);
        return new LocalModels(settings, library.installed(), library.catalog());
    }

    /** The same, but of a folder that cannot be read no model counts as installed. */
    static LocalModels asFarAsReadable(Settings settings, CliServices services, Consumer<ZavoraException> unread) {
        try {
            return of(settings, services);
        } catch (ZavoraException e) {
            unread.accept(e);
            return new LocalModels(
                    settings, List.of(), services.library(settings).catalog());
        }
    }

    String text() {
        var text = new StringBuilder("Local models in ")
                .append(settings.modelFolder())
                .append(":\n");
        var rows = new TextTable();
        for (var model : installed) {
            rows.row(model.name(), "installed", size(model.sizeBytes()), "");
        }
        for (var entry : available()) {
            rows.row(entry.name(), "available", size(entry.sizeBytes()), entry.description());
        }
        rows.appendTo(text);
        return text.toString();
    }

    JsonValue.Obj json() {
        var installedItems = new ArrayList<JsonValue>();
        for (var model : installed) {
            installedItems.add(JsonValue.object()
                    .put("name", model.name())
                    .put("path", model.path().toString())
                    .put("size_bytes", model.sizeBytes())
                    .build());
        }
        var availableItems = new ArrayList<JsonValue>();
        for (var entry : available()) {
            availableItems.add(JsonValue.object()
                    .put("name", entry.name())
                    .put("description", entry.description())
                    .put("size_bytes", entry.sizeBytes())
                    .put("license", entry.license().name())
                    .put("license_url", entry.license().url())
                    .build());
        }
        return JsonValue.object()
                .put("folder", settings.modelFolder().toString())
                .put("installed", JsonValue.array(installedItems))
                .put("available", JsonValue.array(availableItems))
                .build();
    }

    private List<ModelLibrary.Entry> available() {
        var available = new ArrayList<ModelLibrary.Entry>();
        for (var entry : catalog) {
            if (installed.stream().noneMatch(model -> model.name().equals(entry.name()))) {
                available.add(entry);
            }
        }
        return available;
    }

    /** A number of bytes for people, in units of 1000. */
    static String size(long bytes) {
        if (bytes < 1_000_000) {
            return (bytes + 999) / 1_000 + " kB";
        }
        return bytes < 1_000_000_000
                ? bytes / 1_000_000 + " MB"
                : bytes / 1_000_000_000 + "." + bytes / 100_000_000 % 10 + " GB";
    }
}
