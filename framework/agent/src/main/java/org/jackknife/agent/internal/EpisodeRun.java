package org.jackknife.agent.internal;

import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.data.message.ChatMessage;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.output.TokenUsage;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jackknife.api.engine.ContextLengthException;
import org.jackknife.api.engine.Generation;
import org.jackknife.api.engine.GenerationMetadata;
import org.jackknife.api.engine.GenerationParameters;
import org.jackknife.api.environment.Action;
import org.jackknife.api.environment.Feedback;
import org.jackknife.api.policy.Episode;
import org.jackknife.api.policy.Limits;
import org.jackknife.api.trajectory.Ending;
import org.jackknife.api.trajectory.ParserVerdict;
import org.jackknife.api.trajectory.Prompt;
import org.jackknife.api.trajectory.Step;
import org.jackknife.api.trajectory.StepTimes;
import org.jackknife.api.trajectory.TokenCounts;

/**
 * Asks the model and acts in the world within the limits of one episode, and tells every step: what all policies share.
 *
 * <p>Faults end the episode as what they are: the engine's, the environment's, or a limit.
 */
public final class EpisodeRun {

    private final Episode episode;
    private final long start = System.nanoTime();
    private String previousPrompt = "";
    private double progress;
    private int steps;
    private int generatedTokens;
    private long environmentNanos;

    private EpisodeRun(Episode episode) {
        this.episode = episode;
    }

    /** One turn of a policy: asks, acts and tells. */
    public interface Turns {

        /**
         * Plays the next turn.
         *
         * @throws EpisodeEnd if it is the last
         */
        void next(EpisodeRun run) throws EpisodeEnd;
    }

    /** Plays turns until one of them ends the episode; a prompt that no longer fits the context is a limit. */
    public static Ending play(Episode episode, Turns turns) {
        EpisodeRun run = new EpisodeRun(episode);
        try {
            while (true) {
                turns.next(run);
            }
        } catch (ContextLengthException e) {
            return Ending.limitReached(e.getMessage());
        } catch (EpisodeEnd end) {
            return end.ending();
        }
    }

    /**
     * Asks the model for its next answer.
     *
     * @throws EpisodeEnd if a limit is reached or the engine fails
     * @throws ContextLengthException if the prompt is too long: the policy decides whether it can shorten it
     */
    public Turn ask(List<ChatMessage> messages, GenerationParameters.Builder parameters) throws EpisodeEnd {
        Limits limits = episode.limits();
        if (steps >= limits.steps()) {
            throw new EpisodeEnd(Ending.limitReached("%d steps".formatted(limits.steps())));
        }
        if (generatedTokens >= limits.tokens()) {
            throw new EpisodeEnd(Ending.limitReached("%d generated tokens".formatted(limits.tokens())));
        }
        Duration left = limits.time().minusNanos(System.nanoTime() - start);
        if (left.isNegative() || left.isZero()) {
            throw new EpisodeEnd(Ending.limitReached("%d seconds".formatted(limits.time().toSeconds())));
        }
        ChatRequest request = ChatRequest.builder()
                .messages(messages)
                .parameters(parameters
                        .maxOutputTokens(Math.min(limits.tokensPerStep(), limits.tokens() - generatedTokens))
                        .timeLimit(left)
                        .seed(episode.seed() + steps)
                        .build())
                .build();
        return answer(request);
    }

    private Turn answer(ChatRequest request) throws EpisodeEnd {
        long turnStart = System.nanoTime();
        ChatResponse response;
        try {
            response = episode.model().chat(request);
        } catch (ContextLengthException e) {
            throw e;
        } catch (RuntimeException e) {
            throw new EpisodeEnd(Ending.engineError(described(e)));
        }
        Generation generation = GenerationMetadata.of(response).orElseGet(() -> foreign(response));
        generatedTokens += generation.tokens().generated();
        return new Turn(response.aiMessage(), generation, turnStart);
    }

    /**
     * Carries out an action.
     *
     * @throws EpisodeEnd if the world fails
     */
    public Feedback act(Action action) throws EpisodeEnd {
        long before = System.nanoTime();
        try {
            Feedback feedback = episode.environment().act(action);
            progress = feedback.progress();
            return feedback;
        } catch (RuntimeException e) {
            throw new EpisodeEnd(Ending.environmentError(described(e)));
        } finally {
            environmentNanos = System.nanoTime() - before;
        }
    }

    /** The feedback to something that could not be read as an action: the world stays as it is. */
    public Feedback unreadable(String observation) {
        environmentNanos = 0;
        return Feedback.invalid(observation, progress);
    }

    /**
     * Tells a step and ends the episode if the world is done.
     *
     * @throws EpisodeEnd if the feedback says done
     */
    public void told(Turn turn, ParserVerdict verdict, Optional<Action> action, Feedback feedback) throws EpisodeEnd {
        Generation generation = turn.generation();
        StepTimes times = new StepTimes(
                generation.prefillNanos(), generation.decodeNanos(), environmentNanos, System.nanoTime() - turn.startNanos());
        tell(generation, verdict, action, feedback, times);
    }

    /** Tells a further action of the same answer: its costs stand with the first. */
    public void toldAlso(Turn turn, Optional<Action> action, Feedback feedback) throws EpisodeEnd {
        Generation first = turn.generation();
        Generation costless = new Generation(first.renderedPrompt(), "", first.verdict(), TokenCounts.NONE, 0, 0);
        tell(costless, first.verdict(), action, feedback, new StepTimes(0, 0, environmentNanos, environmentNanos));
    }

    private void tell(
            Generation generation, ParserVerdict verdict, Optional<Action> action, Feedback feedback, StepTimes times)
            throws EpisodeEnd {
        Prompt prompt = Prompt.after(previousPrompt, generation.renderedPrompt());
        previousPrompt = generation.renderedPrompt();
        episode.steps()
                .accept(new Step(
                        steps++, prompt, generation.rawText(), verdict, action, feedback, generation.tokens(), times));
        if (feedback.done()) {
            throw new EpisodeEnd(Ending.completed());
        }
    }

    /** What can be said of an answer from a model that is none of an engine's. */
    private static Generation foreign(ChatResponse response) {
        AiMessage message = response.aiMessage();
        TokenUsage usage = response.tokenUsage();
        TokenCounts tokens = usage == null
                ? TokenCounts.NONE
                : new TokenCounts(known(usage.inputTokenCount()), 0, known(usage.outputTokenCount()));
        String text = message.text() == null ? "" : message.text();
        ParserVerdict verdict =
                message.hasToolExecutionRequests() ? ParserVerdict.call("given by the model") : ParserVerdict.text();
        return new Generation("", text, verdict, tokens, 0, 0);
    }

    private static int known(Integer count) {
        return count == null ? 0 : count;
    }

    private static String described(RuntimeException e) {
        return e.getMessage() == null ? e.toString() : e.getClass().getSimpleName() + ": " + e.getMessage();
    }
}
