package org.jackknife.toolquery.internal.generate;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/** Random choices that a seed repeats on every machine: {@link Random} specifies its numbers exactly. */
public final class Dice {

    private final Random random;

    public Dice(long seed) {
        this.random = new Random(seed);
    }

    /** A number from {@code low} to {@code high}, both inclusive. */
    public int between(int low, int high) {
        return low + random.nextInt(high - low + 1);
    }

    /** A number with one decimal. */
    public double tenths(double low, double high) {
        return between((int) Math.round(low * 10), (int) Math.round(high * 10)) / 10.0;
    }

    /** Whether an event of that chance in percent happens. */
    public boolean chance(int percent) {
        return random.nextInt(100) < percent;
    }

    /** One of the list. */
    public <T> T pick(List<T> list) {
        return list.get(random.nextInt(list.size()));
    }

    /** Several of the list, each at most once, in random order. */
    public <T> List<T> pick(List<T> list, int count) {
        List<T> shuffled = new ArrayList<>(list);
        Collections.shuffle(shuffled, random);
        return List.copyOf(shuffled.subList(0, count));
    }
}
