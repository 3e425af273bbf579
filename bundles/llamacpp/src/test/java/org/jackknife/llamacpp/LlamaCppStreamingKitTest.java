package org.jackknife.llamacpp;

import dev.langchain4j.model.chat.StreamingChatModel;
import dev.langchain4j.model.chat.common.AbstractStreamingChatModelIT;
import dev.langchain4j.model.chat.listener.ChatModelListener;
import dev.langchain4j.model.chat.request.ChatRequestParameters;
import dev.langchain4j.model.chat.response.ChatResponseMetadata;
import java.nio.file.Path;
import java.util.List;
import org.jackknife.api.engine.GenerationMetadata;
import org.jackknife.api.engine.GenerationParameters;
import org.jackknife.llamacpp.internal.Variants;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * LangChain4j's kit for streaming chat models, as far as a model of 2.7 million parameters that was trained on toy
 * worlds can follow. {@link BeyondTheTrialModel} says what is switched off, and why.
 */
@ExtendWith(BeyondTheTrialModel.class)
class LlamaCppStreamingKitTest extends AbstractStreamingChatModelIT {

    @TempDir
    private static Path folder;

    private static Path file;

    private LlamaCppChatModel model;

    @BeforeAll
    static void copy() throws Exception {
        file = Variants.withTools(folder.resolve("trial.gguf"));
    }

    @Override
    protected List<StreamingChatModel> models() {
        if (model == null) {
            model = open(GenerationParameters.builder().maxOutputTokens(200).build());
        }
        return List.of(model.streaming());
    }

    private static LlamaCppChatModel open(ChatRequestParameters parameters) {
        return LlamaCppChatModel.builder().modelPath(file).defaultRequestParameters(parameters).build();
    }

    @AfterAll
    void close() {
        if (model != null) {
            model.close();
        }
    }

    @Override
    protected StreamingChatModel createModelWith(ChatRequestParameters parameters) {
        return open(parameters).streaming();
    }

    /** These cases need Berlin in the answer; LlamaCppStreamingTest has them without. */
    @Override
    public StreamingChatModel createModelWith(ChatModelListener listener) {
        return null;
    }

    /** The kit's case needs a long story; LlamaCppStreamingTest cancels a long answer. */
    @Override
    protected boolean supportsStreamingCancellation() {
        return false;
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
    protected Class<? extends ChatResponseMetadata> chatResponseMetadataType(StreamingChatModel chatModel) {
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
