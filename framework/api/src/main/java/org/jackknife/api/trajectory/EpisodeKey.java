package org.jackknife.api.trajectory;

/**
 * Which episode of a run this is.
 *
 * @param variant the variant's name
 * @param task the task with its options, as the scenario's label of it
 * @param sample the sample's id
 * @param repeat counted from 0
 */
public record EpisodeKey(String variant, String task, String sample, int repeat) {}
