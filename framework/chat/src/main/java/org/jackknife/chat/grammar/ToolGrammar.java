package org.jackknife.chat.grammar;

import dev.langchain4j.agent.tool.ToolSpecification;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jackknife.chat.calls.ToolCallForm;
import org.jackknife.chat.grammar.SchemaGrammar.Notation;
import org.jackknife.chat.internal.JsonSchemas;
import org.jackknife.chat.python.PythonLiteral;

/** Builds grammars that leave a model no choice but to call one of the tools, in the form it was trained on. */
public final class ToolGrammar {

    private final Gbnf grammar = new Gbnf();
    private final List<ToolSpecification> tools;

    private ToolGrammar(List<ToolSpecification> tools) {
        this.tools = tools;
    }

    /**
     * The grammar of one or more calls; of exactly one in Llama's JSON form, which has no place for a second.
     *
     * @param tools tools on offer, at least one
     * @param form how the model writes calls; {@link ToolCallForm#GENERIC} is written as {@link ToolCallForm#HERMES}
     * @throws IllegalArgumentException if there is no tool, or a tool's schema has a part that no grammar is known for
     */
    public static GbnfGrammar of(List<ToolSpecification> tools, ToolCallForm form) {
        if (tools.isEmpty()) {
            throw new IllegalArgumentException("a grammar of tool calls needs at least one tool");
        }
        ToolGrammar builder = new ToolGrammar(tools);
        return builder.grammar.rule("root", builder.root(form)).build();
    }

    private String root(ToolCallForm form) {
        return switch (form) {
            case HERMES, GENERIC -> {
                grammar.rule("tagged", "\"<tool_call>\" \"\\n\"? " + jsonCall("arguments") + " \"\\n\"? \"</tool_call>\"");
                yield "tagged (\"\\n\"? tagged)*";
            }
            case MISTRAL -> "\"[TOOL_CALLS]\" \" \"? " + list(jsonCall("arguments"));
            case FUNCTOOLS -> "\"functools\" " + list(jsonCall("arguments"));
            case PHI -> "\"<|tool_call|>\" " + list(jsonCall("arguments")) + " \"<|/tool_call|>\"";
            case INTERNLM -> "\"<|action_start|><|plugin|>\" \"\\n\"? " + jsonCall("parameters") + " \"\\n\"? \"<|action_end|>\"";
            case LLAMA -> jsonCall("parameters");
            case PYTHONIC -> list(pythonCall());
            case GEMMA -> "\"```tool_code\\n\" " + pythonCall() + " (\"\\n\" " + pythonCall() + ")* \"\\n```\"";
            case DEEPSEEK -> {
                grammar.rule("marked", deepSeekCall());
                yield "\"<｜tool▁calls▁begin｜>\" marked (\"\\n\"? marked)* \"<｜tool▁calls▁end｜>\"";
            }
        };
    }

    private static String list(String call) {
        return "\"[\" " + call + " (\",\" \" \"? " + call + ")* \"]\"";
    }

    private String jsonCall(String argumentsKey) {
        return calls((tool, arguments) ->
                Gbnf.literal("{\"name\": " + PythonLiteral.toJson(tool) + ", \"" + argumentsKey + "\": ") + " " + arguments + " \"}\"");
    }

    private String deepSeekCall() {
        return calls((tool, arguments) -> Gbnf.literal("<｜tool▁call▁begin｜>function<｜tool▁sep｜>" + tool + "\n```json\n") + " " + arguments
                + " " + Gbnf.literal("\n```<｜tool▁call▁end｜>"));
    }

    /** Writes one call around the rule of its arguments. */
    private interface CallForm {
        String of(String tool, String arguments);
    }

    private String calls(CallForm form) {
        List<String> alternatives = new ArrayList<>();
        for (ToolSpecification tool : tools) {
            Map<String, Object> schema = JsonSchemas.ofArguments(tool);
            String rule = grammar.freeName("args-" + tool.name());
            String value = new SchemaGrammar(grammar, Notation.JSON, schema).value(schema, rule);
            grammar.rule(rule, value);
            alternatives.add(form.of(tool.name(), rule));
        }
        grammar.rule("call", String.join(" | ", alternatives));
        return "call";
    }

    private String pythonCall() {
        if (!grammar.has("call")) {
            List<String> alternatives = new ArrayList<>();
            for (ToolSpecification tool : tools) {
                Map<String, Object> schema = JsonSchemas.ofArguments(tool);
                String arguments = new SchemaGrammar(grammar, Notation.PYTHON, schema)
                        .members(schema, grammar.freeName("args-" + tool.name()), key -> Gbnf.literal(key + "=") + " ");
                alternatives.add(Gbnf.literal(tool.name() + "(") + " " + arguments + " \")\"");
            }
            grammar.rule("call", String.join(" | ", alternatives));
        }
        return "call";
    }
}
