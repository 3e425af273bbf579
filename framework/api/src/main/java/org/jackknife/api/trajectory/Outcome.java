package org.jackknife.api.trajectory;

/** How an episode ended. The last two are faults of the infrastructure: counted apart, never against the model. */
public enum Outcome {
    /** The environment said done. */
    COMPLETED,
    /** Steps, tokens, time or context ran out. */
    LIMIT_REACHED,
    /** The model gave up acting: nothing that it said could be read as an action, too often in a row. */
    MALFORMED_OUTPUT,
    /** The environment failed. */
    ENVIRONMENT_ERROR,
    /** The engine failed. */
    ENGINE_ERROR;

    /** Whether the episode says something about the model. */
    public boolean countsForModel() {
        return this != ENVIRONMENT_ERROR && this != ENGINE_ERROR;
    }
}
