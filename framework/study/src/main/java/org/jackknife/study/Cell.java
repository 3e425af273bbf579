package org.jackknife.study;

/**
 * One variant on one task: the unit of work, of isolation and of retry.
 *
 * @param variant the variant's name
 * @param task the task's label
 */
public record Cell(String variant, String task) {

    @Override
    public String toString() {
        return variant + " on " + task;
    }
}
