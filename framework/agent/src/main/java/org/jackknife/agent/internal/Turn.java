package org.jackknife.agent.internal;

import dev.langchain4j.data.message.AiMessage;
import org.jackknife.api.engine.Generation;

/**
 * One answer of the model.
 *
 * @param message the answer as LangChain4j sees it
 * @param generation how it came about
 * @param startNanos when the turn began
 */
public record Turn(AiMessage message, Generation generation, long startNanos) {}
