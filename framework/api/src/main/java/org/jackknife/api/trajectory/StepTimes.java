package org.jackknife.api.trajectory;

/**
 * Where the time of a step went, in nanoseconds. Times are the one part of a journal that differs between two runs.
 *
 * @param prefill reading the prompt
 * @param decode generating the answer
 * @param environment acting in the world
 * @param total the whole step
 */
public record StepTimes(long prefill, long decode, long environment, long total) {}
