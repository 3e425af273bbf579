package org.jackknife.llamacpp;

import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.common.AbstractChatModelIT;
import dev.langchain4j.model.chat.request.ChatRequestParameters;
import dev.langchain4j.model.chat.response.ChatResponseMetadata;
import java.nio.file.Path;
import java.util.List;
import org.jackknife.api.engine.EngineSession;
import org.jackknife.api.engine.GenerationMetadata;
import org.jackknife.api.engine.GenerationParameters;
import org.jackknife.api.model.Model;
import org.jackknife.llamacpp.internal.Variants;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * LangChain4j's kit for chat models, as far as a model of 2.7 million parameters that was trained on toy worlds can
 * follow. {@link BeyondTheTrialModel} says what is switched off, and why.
 */
@ExtendWith(BeyondTheTrialModel.class)
class LlamaCppChatModelKitTest extends AbstractChatModelIT {

    @TempDir
    private static Path folder;

    private static Path file;

    private EngineSession session;

    @BeforeAll
    void open() throws Exception {
        file = Variants.withTools(folder.resolve("trial.gguf"));
        LlamaCppEngine engine = new LlamaCppEngine();
        session = engine.open(Model.ofFile("trial", file, ""), LlamaCppOptions.defaults());
    }

    @Override
    protected List<ChatModel> models() {
        // JUnit closes a parameter that can be closed, and the model of a session cannot
        return List.of(session.chat());
    }

    @AfterAll
    void close() {
        if (session != null) {
            session.close();
        }
    }

    @Override
    protected ChatModel createModelWith(ChatRequestParameters parameters) {
        return LlamaCppChatModel.builder().modelPath(file).defaultRequestParameters(parameters).build();
    }

    @Override
    protected ChatRequestParameters createIntegrationSpecificParameters(int maxOutputTokens) {
        return GenerationParameters.builder().maxOutputTokens(maxOutputTokens).build();
    }

    /** Fewer than the model's short answers have. */
    @Override
    protected int maxOutputTokens() {
        return 2;
    }

    @Override
    protected Class<? extends ChatResponseMetadata> chatResponseMetadataType(ChatModel chatModel) {
        return GenerationMetadata.class;
    }

    /** A file is one model: a name has nothing to choose from, and the kit then checks that it is refused. */
    @Override
    protected boolean supportsModelNameParameter() {
        return false;
    }

    /** Text only: the library has no image encoder, and the kit then checks that images are refused. */
    @Override
    protected boolean supportsSingleImageInputAsBase64EncodedString() {
        return false;
    }

    @Override
    protected boolean supportsSingleImageInputAsPublicURL() {
        return false;
    }

    /** Both at once are refused: see AnswerGrammar. */
    @Override
    protected boolean supportsToolsAndJsonResponseFormatWithSchema() {
        return false;
    }
}
