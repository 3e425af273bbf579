package org.jackknife.chat.python;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Expected values from CPython 3.11.2, written down by src/test/python/literals.py. */
class PythonLiteralTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static JsonNode golden;

    @BeforeAll
    static void read() throws IOException {
        golden = JSON.readTree(PythonLiteralTest.class.getResourceAsStream("literals.golden.json"));
    }

    @TestFactory
    Stream<DynamicTest> readsWhatLiteralEvalReads() {
        return golden.get("literals").valueStream().map(each -> DynamicTest.dynamicTest("<" + each.get("source").asText() + ">", () -> {
            String source = each.get("source").asText();
            if (each.has("repr")) {
                assertThat(PythonLiteral.repr(PythonLiteral.parse(source))).isEqualTo(each.get("repr").asText());
            } else {
                assertThatExceptionOfType(PythonLiteralException.class)
                        .isThrownBy(() -> PythonLiteral.parse(source))
                        .satisfies(fault -> assertThat(fault.position()).isBetween(0, source.length()));
            }
        }));
    }

    @Test
    void printsValuesAsPythonDoes() throws IOException {
        List<String> wrong = new ArrayList<>();
        for (JsonNode each : golden.get("values")) {
            JsonNode json = JSON.readTree(each.get("json").asText());
            String repr = PythonLiteral.repr(PythonLiteral.fromJson(json));
            if (!repr.equals(each.get("repr").asText()) || !PythonLiteral.str(json).equals(each.get("str").asText())) {
                wrong.add(each.get("repr").asText() + " but was " + repr);
            }
        }
        assertThat(golden.get("values").size()).isGreaterThan(800);
        assertThat(wrong).isEmpty();
    }

    @Test
    void whatWasPrintedReadsBackAsTheSameJson() throws IOException {
        for (JsonNode each : golden.get("values")) {
            JsonNode json = JSON.readTree(each.get("json").asText());
            Object value = PythonLiteral.fromJson(json);
            assertThat(PythonLiteral.toJson(PythonLiteral.parse(PythonLiteral.repr(value)))).hasToString(PythonLiteral.toJson(value).toString());
        }
    }

    @Test
    void jsonNamesAreReadOnlyWhenAskedFor() {
        assertThat(PythonLiteral.repr(PythonLiteral.parseWithJsonNames("{'a': [true, false, null]}"))).isEqualTo("{'a': [True, False, None]}");
        assertThatExceptionOfType(PythonLiteralException.class)
                .isThrownBy(() -> PythonLiteral.parse("{'a': true}"))
                .withMessage("the name 'true' is not a literal; Python writes True, False, None at position 6");
    }

    @Test
    void aTupleIsNoList() {
        assertThat(PythonTuple.of(1L)).isNotEqualTo(List.of(1L)).isEqualTo(PythonTuple.copyOf(List.of(1L)));
    }

    @Test
    void aValueOfAnotherTypeIsRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> PythonLiteral.repr(new StringBuilder())).withMessageContaining("StringBuilder");
    }

    @Test
    void deepNestingIsRefusedAndNotOverflowed() {
        assertThatExceptionOfType(PythonLiteralException.class).isThrownBy(() -> PythonLiteral.parse("[".repeat(100_000)));
    }

    @Test
    void longLiteralsDoNotOverflow() {
        for (String source : List.of("1".repeat(200_000), "1_".repeat(100_000) + "1", "0x" + "f".repeat(200_000), "1." + "1".repeat(200_000), "-".repeat(100_000) + "1")) {
            try {
                PythonLiteral.parse(source);
            } catch (PythonLiteralException refused) {
                assertThat(refused).hasMessageNotContaining("\n");
            }
        }
        assertThat(PythonLiteral.parse("'" + "\\n".repeat(100_000) + "'")).isEqualTo("\n".repeat(100_000));
    }

    @Test
    void randomTextIsReadOrRefused() {
        Random random = new Random(11);
        String alphabet = "{}[](),:'\"\\ \nab1.e-+_TrueNone#xu0\u00e9";
        for (int i = 0; i < 20_000; i++) {
            StringBuilder text = new StringBuilder();
            random.ints(random.nextInt(30), 0, alphabet.length()).forEach(at -> text.append(alphabet.charAt(at)));
            try {
                PythonLiteral.repr(PythonLiteral.parse(text.toString()));
            } catch (PythonLiteralException refused) {
                assertThat(refused.position()).isBetween(0, text.length());
            }
        }
    }
}
