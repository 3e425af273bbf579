package org.jackknife.chat.jinja;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.jackknife.chat.python.PythonLiteral;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Constructs one by one; what they print was written down by src/test/python/constructs.py with Jinja2 3.1.2. */
class JinjaTemplateTest {

    private static final Clock CLOCK = Clock.fixed(Instant.parse("2024-07-26T00:00:00Z"), ZoneOffset.UTC);

    @TestFactory
    Stream<DynamicTest> constructsPrintWhatJinja2Prints() throws IOException {
        JsonNode golden = new ObjectMapper().readTree(JinjaTemplateTest.class.getResourceAsStream("constructs.golden.json"));
        Map<String, Object> variables = new HashMap<>();
        golden.get("variables").properties().forEach(entry -> variables.put(entry.getKey(), PythonLiteral.fromJson(entry.getValue())));
        return golden.get("cases").valueStream().map(each -> DynamicTest.dynamicTest(each.get("source").asText(), () -> {
            if (each.has("text")) {
                assertThat(JinjaTemplate.parse(each.get("source").asText()).render(variables, CLOCK)).isEqualTo(each.get("text").asText());
            } else {
                assertThatExceptionOfType(TemplateException.class)
                        .as("Python: %s", each)
                        .isThrownBy(() -> JinjaTemplate.parse(each.get("source").asText()).render(variables, CLOCK))
                        .satisfies(fault -> assertThat(fault.line()).isPositive());
            }
        }));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '¦', quoteCharacter = '`', textBlock = """
            a\\n{{ x.y }}                                   ¦ 2 ¦ 'x' is undefined
            {% for i in 3 %}{% endfor %}                    ¦ 1 ¦ 'int' object is not iterable
            \\n\\n{{ raise_exception('no system here') }}   ¦ 3 ¦ no system here
            {{ {'a': 1}.b.c }}                              ¦ 1 ¦ 'dict object' has no attribute 'b'
            {{ 'a' + 1 }}                                   ¦ 1 ¦ unsupported operand type(s) for +: 'str' and 'int'
            {{ 'a' | nosuch }}                              ¦ 1 ¦ No filter named 'nosuch'.
            {% include 'x' %}                               ¦ 1 ¦ Encountered unknown tag 'include'.
            {{ [].append(1) }}                              ¦ 1 ¦ access to attribute 'append' of 'list' object is unsafe.
            {% for a, b in [[1]] %}{% endfor %}             ¦ 1 ¦ not enough values to unpack (expected 2, got 1)
            """)
    void faultsNameLineAndReason(String source, int line, String reason) {
        assertThatExceptionOfType(TemplateException.class)
                .isThrownBy(() -> JinjaTemplate.parse(source.replace("\\n", "\n")).render(Map.of(), CLOCK))
                .satisfies(fault -> {
                    assertThat(fault.line()).isEqualTo(line);
                    assertThat(fault.reason()).isEqualTo(reason);
                });
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {% for a in range(99999) %}{% for b in range(99999) %}{% endfor %}{% endfor %} | steps
            {% macro f() %}{{ f() }}{% endmacro %}{{ f() }}                                | recursion
            {{ range(1000000) }}                                                           | Range too big
            {{ 'ab' * 100000000 }}                                                         | repetition
            """)
    void hostileTemplatesAreStopped(String source, String reason) {
        assertThatExceptionOfType(TemplateException.class)
                .isThrownBy(() -> JinjaTemplate.parse(source).render(Map.of(), CLOCK))
                .withMessageContaining(reason);
    }

    @Test
    void deepNestingIsRefused() {
        for (String open : new String[] {"{{ " + "(".repeat(50_000), "{{ " + "[".repeat(50_000), "{% if a %}".repeat(50_000)}) {
            assertThatExceptionOfType(TemplateException.class).isThrownBy(() -> JinjaTemplate.parse(open));
        }
    }

    @Test
    void longChainsAreRefusedOrRendered() {
        for (String chain : new String[] {"{{ 'a'" + " + 'a'".repeat(50_000) + " }}", "{{ x" + ".a".repeat(50_000) + " }}", "{{ 'a'" + " | upper".repeat(50_000) + " }}",
            "{% if a %}" + "{% elif a %}".repeat(50_000) + "{% endif %}", "{{ 0" + " or 0".repeat(50_000) + " }}", "{{ 1" + "1".repeat(200_000) + " }}"}) {
            assertThatExceptionOfType(TemplateException.class).isThrownBy(() -> JinjaTemplate.parse(chain).render(Map.of(), CLOCK));
        }
        assertThat(JinjaTemplate.parse("{{ '" + "\\n".repeat(100_000) + "' }}{{ " + "not ".repeat(100) + "1 }}").render(Map.of(), CLOCK)).hasSize(100_004);
        assertThat(JinjaTemplate.parse("a ".repeat(300_000) + "{{ x" + "x".repeat(100_000) + " }}").render(Map.of(), CLOCK)).hasSize(600_000);
    }

    @Test
    void randomTemplatesRenderOrFailWithALine() {
        Random random = new Random(5);
        String[] pieces = {"{{", "}}", "{%", "%}", "{#", "#}", "-", " ", "\n", "x", "if ", "for x in ", "endif", "endfor", "set x = ", "'a'", "1", "(", ")",
            "[", "]", ".", "|", "length", " is ", "defined", "~", "+", "not ", "else", "{", "}", ":", ",", "macro f()", "endmacro", "\"", "\\", "raw", "endraw"};
        for (int i = 0; i < 20_000; i++) {
            StringBuilder source = new StringBuilder();
            for (int n = random.nextInt(14); n > 0; n--) {
                source.append(pieces[random.nextInt(pieces.length)]);
            }
            try {
                JinjaTemplate.parse(source.toString()).render(Map.of("x", "v"), CLOCK);
            } catch (TemplateException fault) {
                assertThat(fault.line()).as(source.toString()).isPositive();
            }
        }
    }
}
