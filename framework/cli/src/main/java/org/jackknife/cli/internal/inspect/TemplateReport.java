package org.jackknife.cli.internal.inspect;

import dev.langchain4j.data.message.UserMessage;
import java.util.List;
import java.util.Optional;
import org.jackknife.calibration.ModelTemplate;
import org.jackknife.chat.ChatTemplates;
import org.jackknife.chat.TemplateInfo;
import org.jackknife.chat.calls.ToolCallForm;
import org.jackknife.chat.jinja.TemplateException;
import org.jackknife.gguf.Gguf;

/**
 * What a model's chat template can do; also its JSON.
 *
 * @param source where the template comes from, in words
 * @param renders whether a plain conversation renders
 * @param fault why it does not; empty where it does
 * @param callForm the form of tool calls that it teaches
 * @param abilities what it can express; empty where it does not render
 */
record TemplateReport(
        String source, boolean renders, String fault, String callForm, Optional<TemplateInfo> abilities) {

    static TemplateReport of(Gguf model) {
        try {
            ChatTemplates.Choice choice = ModelTemplate.of(model);
            choice.template().render(List.of(UserMessage.from("Hello.")));
            return new TemplateReport(
                    choice.reason(),
                    true,
                    "",
                    ToolCallForm.ofTemplate(choice.template().source()).toString(),
                    Optional.of(choice.template().probe()));
        } catch (TemplateException e) {
            return new TemplateReport("the chat template of the model file", false, e.getMessage(), "", Optional.empty());
        }
    }

    /** The report in one line. */
    @Override
    public String toString() {
        if (!renders) {
            return source + " does NOT render: " + fault;
        }
        TemplateInfo can = abilities.orElseThrow();
        return "%s; renders; system %s, tools %s, tool calls %s (form %s), tool results %s, append-only %s"
                .formatted(
                        source,
                        yes(can.systemRole()),
                        yes(can.tools()),
                        yes(can.toolCalls()),
                        callForm,
                        yes(can.toolResults()),
                        yes(can.appendOnly()));
    }

    private static String yes(boolean value) {
        return value ? "yes" : "no";
    }
}
