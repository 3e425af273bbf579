package org.jackknife.numeric;

/** Names the half of a square matrix, diagonal included, that holds a triangular factor. */
public enum Triangle {
    LOWER,
    UPPER
}
