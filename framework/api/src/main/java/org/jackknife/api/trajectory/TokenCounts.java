package org.jackknife.api.trajectory;

/**
 * Tokens of one turn.
 *
 * @param prefilled prompt tokens that were computed
 * @param reused prompt tokens whose state was already there
 * @param generated tokens of the answer
 */
public record TokenCounts(int prefilled, int reused, int generated) {

    public static final TokenCounts NONE = new TokenCounts(0, 0, 0);

    /** All tokens of the prompt. */
    public int prompt() {
        return prefilled + reused;
    }

    public TokenCounts plus(TokenCounts other) {
        return new TokenCounts(prefilled + other.prefilled, reused + other.reused, generated + other.generated);
    }
}
