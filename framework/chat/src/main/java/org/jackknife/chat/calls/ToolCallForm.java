package org.jackknife.chat.calls;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** The forms in which models write tool calls, with the marks by which a template gives its form away. */
public enum ToolCallForm {

    /** {@code <tool_call>{"name": ..., "arguments": {...}}</tool_call>}: Hermes, Qwen2.5, the embedded model. */
    HERMES(new MarkedJsonParser("hermes", "<tool_call>", "</tool_call>"), "<tool_call>"),
    /** {@code [TOOL_CALLS] [{"name": ..., "arguments": {...}}]}: Mistral. */
    MISTRAL(new MarkedJsonParser("mistral", "[TOOL_CALLS]", ""), "[TOOL_CALLS]"),
    /** Kind, name and fenced JSON between DeepSeek's own marks. */
    DEEPSEEK(new DeepSeekParser("deepseek"), DeepSeekParser.OPEN),
    /** {@code <|action_start|><|plugin|>{...}<|action_end|>}: InternLM2 and 2.5. */
    INTERNLM(new MarkedJsonParser("internlm", "<|action_start|><|plugin|>", "<|action_end|>"), "<|plugin|>", "<|action_start|>"),
    /** {@code functools[{...}]}: Phi-4. */
    FUNCTOOLS(new MarkedJsonParser("functools", "functools", ""), "functools["),
    /** {@code <|tool_call|>[{...}]<|/tool_call|>}: Phi-4-mini. */
    PHI(new MarkedJsonParser("phi", "<|tool_call|>", "<|/tool_call|>"), "<|tool_call|>", "<|tool|>"),
    /** Python calls in a block fenced as {@code tool_code}: Gemma. */
    GEMMA(new ToolCodeParser("gemma"), "tool_code", "<start_of_turn>"),
    /** {@code [name(key=value)]}: Llama 3.2 with its pythonic prompt. */
    PYTHONIC(new PythonicParser("pythonic"), "[func_name1("),
    /** {@code {"name": ..., "parameters": {...}}}: Llama 3.1 and 3.2. */
    LLAMA(new BareJsonParser("llama"), "<|python_tag|>", "\"parameters\": dictionary", "<|start_header_id|>"),
    /** Whatever of the above is found. */
    GENERIC(new GenericParser("generic", List.of(HERMES.parser, MISTRAL.parser, DEEPSEEK.parser, INTERNLM.parser,
            FUNCTOOLS.parser, PHI.parser, GEMMA.parser, PYTHONIC.parser, LLAMA.parser)));

    private final ToolCallParser parser;
    private final List<String> marks;

    ToolCallForm(ToolCallParser parser, String... marks) {
        this.parser = parser;
        this.marks = List.of(marks);
    }

    /** The parser of this form. */
    public ToolCallParser parser() {
        return parser;
    }

    /** The form a template teaches: the first whose mark stands in the source, {@link #GENERIC} if none does. */
    public static ToolCallForm ofTemplate(String templateSource) {
        return Arrays.stream(values())
                .filter(form -> form.marks.stream().anyMatch(templateSource::contains))
                .findFirst()
                .orElse(GENERIC);
    }

    /**
     * The form of a name, in any case.
     *
     * @throws IllegalArgumentException if there is none; it lists the names
     */
    public static ToolCallForm byName(String name) {
        return Arrays.stream(values())
                .filter(form -> form.parser.name().equalsIgnoreCase(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no tool-call form '" + name + "'; there are "
                        + Arrays.stream(values()).map(form -> form.name().toLowerCase(Locale.ROOT)).collect(Collectors.joining(", "))));
    }
}
