package org.jackknife.study.internal.plan;

import java.util.Optional;
import org.jackknife.study.internal.rate.StepWork;

/**
 * A step of a recipe that the store lacks.
 *
 * @param fingerprint of what it makes; variants that begin alike share it
 * @param work what has to be done
 * @param statistics names the channel statistics that it gathers; steps that name the same ones share them
 */
record MissingStep(String fingerprint, StepWork work, Optional<String> statistics) {}
