package org.jackknife.calibration.internal.corpus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;
import org.jackknife.api.method.MethodException;
import org.jackknife.calibration.internal.corpus.Passage.Kind;
import org.jackknife.calibration.internal.corpus.SequencePacker.Cut;
import org.jackknife.calibration.testing.ByteSession;
import org.jackknife.chat.ChatTemplate;
import org.jackknife.chat.ChatTemplates;
import org.jackknife.gguf.GgufMetadata;
import org.jackknife.gguf.GgufValue;
import org.junit.jupiter.api.Test;

class SequencePackerTest {

    private static final int BOS = 1;
    private static final int EOS = 2;
    private static final TextEnds OPENED = new TextEnds(OptionalInt.of(BOS), OptionalInt.of(EOS), true);
    private static final TextEnds CLOSED = new TextEnds(OptionalInt.empty(), OptionalInt.of(EOS), false);

    /** Passages in memory. */
    private record Given(int surplus, List<Passage> passages) implements Corpus {

        static Given of(int surplus, Passage... passages) {
            return new Given(surplus, Arrays.asList(passages));
        }

        @Override
        public String description() {
            return "given";
        }

        @Override
        public String fingerprint() {
            return "given";
        }

        @Override
        public void read(ChatTemplate template, long seed, Reader reader) {
            for (Passage passage : passages) {
                if (!reader.take(passage)) {
                    return;
                }
            }
        }
    }

    private static List<String> packed(TextEnds ends, Corpus corpus, Cut cut) throws IOException {
        ByteSession session = new ByteSession();
        return new SequencePacker(session, ends, ChatTemplates.compact())
                .pack(corpus, cut).stream()
                        .map(session::detokenize)
                        .map(text -> text.replace((char) BOS, '^').replace((char) EOS, '$'))
                        .toList();
    }

    @Test
    void passagesBecomeOneStreamThatIsCut() throws IOException {
        Given corpus = Given.of(
                1,
                new Passage("abc", Kind.TEXT),
                new Passage("defg", Kind.CONTINUED),
                new Passage("hi", Kind.TEXT));
        assertThat(packed(CLOSED, corpus, new Cut(2, 5, 0))).containsExactly("abcde", "fg$hi");
    }

    @Test
    void textsAndSequencesBeginWithTheOpeningTokenWhereTheModelHasOneAdded() throws IOException {
        Given corpus = Given.of(
                1, new Passage("abcde", Kind.TEXT), new Passage("fg", Kind.CONTINUED), new Passage("hijk", Kind.TEXT));
        assertThat(packed(OPENED, corpus, new Cut(3, 4, 0))).containsExactly("^abc", "^efg", "^hij");
    }

    @Test
    void controlTokensCountInConversationsAlone() throws IOException {
        Given corpus = Given.of(
                1, new Passage("a<|im_end|>", Kind.CONVERSATION), new Passage("b<|im_end|>", Kind.TEXT));
        // one token in the conversation, ten characters in the text
        assertThat(packed(CLOSED, corpus, new Cut(1, 14, 0))).containsExactly("a<|im_end|>$b<|im_end|>");
    }

    @Test
    void theSeedChoosesAmongMoreThanIsNeededAndKeepsTheOrder() throws IOException {
        Given corpus = Given.of(8, new Passage("0123456789abcdefghij", Kind.TEXT));
        List<String> first = packed(CLOSED, corpus, new Cut(4, 2, 1));
        List<String> second = packed(CLOSED, corpus, new Cut(4, 2, 2));
        assertThat(first).isSorted().hasSize(4).isSubsetOf("01", "23", "45", "67", "89", "ab", "cd", "ef", "gh", "ij");
        assertThat(second).isNotEqualTo(first);
        assertThat(packed(CLOSED, corpus, new Cut(4, 2, 1))).isEqualTo(first);
    }

    @Test
    void whatLiesBeyondTheSurplusIsLeftAlone() throws IOException {
        Given corpus = Given.of(2, new Passage("0011", Kind.TEXT), new Passage("2233", Kind.CONTINUED));
        for (int seed = 0; seed < 20; seed++) {
            assertThat(packed(CLOSED, corpus, new Cut(1, 2, seed))).isSubsetOf("00", "11");
        }
    }

    @Test
    void aCorpusThatIsTooShortIsRefusedWithWhatThereIsAndWhatIsNeeded() {
        assertThatThrownBy(() -> packed(CLOSED, Given.of(1, new Passage("abcdefg", Kind.TEXT)), new Cut(2, 4, 0)))
                .isInstanceOf(MethodException.class)
                .hasMessage("the corpus given has 7 tokens, needed are 8 (samples=2 of length=4); take a longer corpus, or lower samples or length");
    }

    @Test
    void whetherTextsAreOpenedIsWrittenInTheModelOrFollowsFromItsTokenizer() {
        GgufMetadata bos = GgufMetadata.empty().with("tokenizer.ggml.bos_token_id", GgufValue.u32(7));
        assertThat(TextEnds.of(bos.with("tokenizer.ggml.model", "llama")).opens()).isTrue();
        assertThat(TextEnds.of(bos.with("tokenizer.ggml.model", "gpt2").with("tokenizer.ggml.pre", "llama-bpe")).opens())
                .isTrue();
        assertThat(TextEnds.of(bos.with("tokenizer.ggml.model", "gpt2").with("tokenizer.ggml.pre", "qwen2")).opens())
                .isFalse();
        assertThat(TextEnds.of(bos.with("tokenizer.ggml.model", "llama")
                                .with("tokenizer.ggml.add_bos_token", GgufValue.bool(false)))
                        .opens())
                .isFalse();
    }
}
