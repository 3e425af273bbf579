package org.jackknife.study.internal.plan;

import java.util.Optional;
import java.util.stream.Collectors;
import org.jackknife.api.plugin.Contribution;
import org.jackknife.api.plugin.Plugins;
import org.jackknife.api.policy.Policy;
import org.jackknife.chat.ChatTemplates;
import org.jackknife.chat.SpecialTokens;
import org.jackknife.chat.jinja.TemplateException;
import org.jackknife.gguf.GgufMetadata;
import org.jackknife.study.Scenario;

/** Finds models whose chat template cannot serve the scenario's policy, before anything is compressed or played. */
public final class TemplateCheck {

    private final Scenario scenario;
    private final Plugins plugins;

    public TemplateCheck(Scenario scenario, Plugins plugins) {
        this.scenario = scenario;
        this.plugins = plugins;
    }

    /**
     * Why a model cannot be played, in one sentence with a way out; empty where it can.
     *
     * @param model the model's name
     * @param metadata of its file
     */
    public Optional<String> problem(String model, GgufMetadata metadata) {
        ChatTemplates.Choice choice;
        try {
            // what special tokens are called does not decide what a template can show
            choice = ChatTemplates.forModel(metadata.string("tokenizer.chat_template"), SpecialTokens.NONE);
        } catch (TemplateException e) {
            return Optional.of("model %s: the chat template of its file cannot be used: %s; convert the model again with a sound one"
                    .formatted(model, e.getMessage()));
        }
        if (!offersTools() || choice.template().probe().tools()) {
            return Optional.empty();
        }
        return Optional.of(
                "model %s: policy %s offers tools, but they do not appear in the prompts of this model (%s); policies that act in words: %s"
                        .formatted(model, scenario.policy().id(), choice.reason(), policiesInWords()));
    }

    /** A policy that is missing is told elsewhere. */
    private boolean offersTools() {
        return plugins.all(Policy.class).stream()
                .filter(policy -> policy.id().equals(scenario.policy().id()))
                .anyMatch(policy -> policy.service().offersTools());
    }

    private String policiesInWords() {
        return plugins.all(Policy.class).stream()
                .filter(policy -> !policy.service().offersTools())
                .map(Contribution::id)
                .sorted()
                .collect(Collectors.joining(", "));
    }
}
