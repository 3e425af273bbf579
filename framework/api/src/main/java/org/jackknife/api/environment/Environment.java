package org.jackknife.api.environment;

import dev.langchain4j.agent.tool.ToolSpecification;
import java.util.List;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * A world for one episode.
 *
 * <p>{@link #reset} comes first and once. Anything that a model can say is answered with an observation: {@link #act}
 * throws only where the world itself fails. One thread at a time.
 */
@ConsumerType
public interface Environment extends AutoCloseable {

    /** Starts the episode. */
    Briefing reset();

    /**
     * Carries out an action, of either kind: a world of tools understands a call and the same call in words, a world of
     * words understands words and, for tool-calling agents, the calls of {@link #tools}.
     *
     * @throws EnvironmentException if the world fails, which is never the model's fault
     */
    Feedback act(Action action);

    /** The tools a tool-calling agent is offered, in a stable order; never empty. */
    List<ToolSpecification> tools();

    /** Actions that could be carried out now; empty where they cannot be listed. */
    default List<Action> legalActions() {
        return List.of();
    }

    @Override
    default void close() {}
}
