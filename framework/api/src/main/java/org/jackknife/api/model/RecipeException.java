package org.jackknife.api.model;

/** Says where a written recipe leaves the grammar and what was expected there. */
public final class RecipeException extends IllegalArgumentException {

    private static final long serialVersionUID = 1L;

    public RecipeException(String message) {
        super(message);
    }
}
