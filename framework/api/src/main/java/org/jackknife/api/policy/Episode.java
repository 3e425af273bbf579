package org.jackknife.api.policy;

import dev.langchain4j.model.chat.ChatModel;
import java.util.function.Consumer;
import org.jackknife.api.environment.Briefing;
import org.jackknife.api.environment.Environment;
import org.jackknife.api.trajectory.Step;

/**
 * What a policy is given to play: a world that has been reset, a model, and where to tell each step.
 *
 * @param environment the world; the caller resets and closes it
 * @param briefing what the world said first
 * @param model the model that acts
 * @param limits where to stop
 * @param seed for every random choice
 * @param steps hears each step as soon as it is over
 */
public record Episode(
        Environment environment,
        Briefing briefing,
        ChatModel model,
        Limits limits,
        long seed,
        Consumer<Step> steps) {}
