package org.jackknife.api.model;

/**
 * A model and what is done to it.
 *
 * @param name the label in tables; unique within a run
 * @param model the model as it came
 * @param recipe what is applied to it
 */
public record Variant(String name, Model model, Recipe recipe) {}
