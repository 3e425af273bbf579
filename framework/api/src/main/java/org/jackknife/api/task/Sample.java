package org.jackknife.api.task;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * One problem of a task.
 *
 * @param id unique within the task and stable over versions of the program, such as {@code weather/evaluation/0007}
 * @param difficulty easy or hard
 * @param cluster what it shares with others (a world, a template); standard errors are clustered by it
 * @param goal what is to be achieved, as the agent reads it
 * @param data everything else that the task needs to open its environment and to score
 */
public record Sample(String id, Difficulty difficulty, String cluster, String goal, JsonNode data) {}
