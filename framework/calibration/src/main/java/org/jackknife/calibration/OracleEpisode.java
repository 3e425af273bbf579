package org.jackknife.calibration;

import java.util.List;

/**
 * One solved sample as text to learn from; also its JSON.
 *
 * @param id the sample's id
 * @param task the task with its options
 * @param split the split that the sample is of
 * @param segments the conversation in pieces; their texts one after the other are the rendered prompt
 */
public record OracleEpisode(String id, String task, String split, List<Segment> segments) {

    /**
     * A piece of the conversation.
     *
     * @param text the piece as rendered
     * @param role whose turn it belongs to: {@code system}, {@code user}, {@code assistant} or {@code tool}
     * @param train whether a model is to produce it: what an assistant says, with the token that closes its turn
     */
    public record Segment(String text, String role, boolean train) {}
}
