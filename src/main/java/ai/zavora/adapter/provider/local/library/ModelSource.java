package ai.zavora.adapter.provider.local.library;

import java.io.IOException;

/** One place a model file can come from. */
interface ModelSource {

    /** What it is called, for people. */
    String name();

    /**
     * Writes the rest of the model. May first drop bytes that it cannot continue from.
     *
     * @param target what arrived so far, from whichever source: all sources deliver the same bytes
     * @throws SourceException when this source does not deliver
     * @throws IOException when the target cannot be written
     */
    void fetch(PartialFile target) throws SourceException, IOException, InterruptedException;
}
