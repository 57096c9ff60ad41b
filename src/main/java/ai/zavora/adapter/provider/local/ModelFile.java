package ai.zavora.adapter.provider.local;

import ai.zavora.adapter.provider.local.gguf.GgufException;
import ai.zavora.adapter.provider.local.gguf.GgufHeader;
import ai.zavora.base.file.OutOfReach;
import ai.zavora.core.llm.ModelException;
import ai.zavora.core.llm.ModelException.Reason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The file of a model, before any engine has it. */
final class ModelFile {
    private ModelFile() {}

    /**
     * Reads what the file says about its model.
     *
     * @throws ModelException of reason NOT_FOUND or LOCAL_ENGINE when it is not there or no model
     */
    static GgufHeader header(Path file) {
        if (!Files.isRegularFile(file) && !OutOfReach.is(file)) {
            throw new ModelException(
                    Reason.NOT_FOUND,
                    "There is no model file " + file + ".",
                    "Check the path, or see `zavora-cli models` for the models that are installed.");
        }
        try {
            return GgufHeader.read(file);
        } catch (GgufException e) {
            throw new ModelException(
                    Reason.LOCAL_ENGINE,
                    "The model file " + file + " " + e.getMessage() + ".",
                    "Fetch it again, or use another GGUF file.");
        } catch (IOException e) {
            throw new ModelException(
                    Reason.LOCAL_ENGINE, "The model file " + file + " cannot be read.", "Make it readable.");
        }
    }
}
