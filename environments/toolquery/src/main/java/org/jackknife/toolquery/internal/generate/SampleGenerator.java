package org.jackknife.toolquery.internal.generate;

import java.util.List;
import org.jackknife.api.plugin.Seeds;
import org.jackknife.api.task.Difficulty;
import org.jackknife.api.task.Sample;
import org.jackknife.toolquery.internal.SampleData;
import org.jackknife.toolquery.internal.tool.Profile;

/**
 * Makes samples, each with a world of its own, from nothing but their ids.
 *
 * <p>The number in the id decides what kind of goal it is: even ones are easy, odd ones hard, and the kinds of either
 * difficulty take turns. The seed, and so world and wording, comes from the whole id, of which the split is a part.
 */
public final class SampleGenerator {

    /** Changes whenever the same id would give another sample. */
    public static final String VERSION = "1";

    private final Profile profile;

    public SampleGenerator(Profile profile) {
        this.profile = profile;
    }

    /** The sample with that number: {@code folder} is the id without it, such as {@code weather/evaluation}. */
    public <W extends Record> Sample sample(Domain<W> domain, String folder, int number) {
        String id = "%s/%04d".formatted(folder, number);
        Dice dice = new Dice(Seeds.of("tool-query", VERSION, id));
        W world = domain.worlds().apply(dice);
        GoalTemplate<W> template = template(domain, number);
        Walk walk = new Walk(domain.tools().apply(world, profile));
        String goal = template.writer().apply(new Scene<>(world, dice, walk));
        return new Sample(
                id,
                template.difficulty(),
                domain.name() + "/" + template.name(),
                goal,
                SampleData.of(domain, world, walk));
    }

    private static <W extends Record> GoalTemplate<W> template(Domain<W> domain, int number) {
        List<GoalTemplate<W>> templates = domain.templates().stream()
                .filter(template -> template.difficulty() == difficulty(number))
                .toList();
        return templates.get(number / 2 % templates.size());
    }

    /** The difficulty of the sample with that number. */
    public static Difficulty difficulty(int number) {
        return number % 2 == 0 ? Difficulty.EASY : Difficulty.HARD;
    }
}
