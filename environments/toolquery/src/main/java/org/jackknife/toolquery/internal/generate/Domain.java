package org.jackknife.toolquery.internal.generate;

import java.util.List;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.jackknife.toolquery.internal.academia.AcademiaTools;
import org.jackknife.toolquery.internal.academia.AcademiaWorld;
import org.jackknife.toolquery.internal.movie.MovieTools;
import org.jackknife.toolquery.internal.movie.MovieWorld;
import org.jackknife.toolquery.internal.tool.Profile;
import org.jackknife.toolquery.internal.tool.Toolbox;
import org.jackknife.toolquery.internal.weather.WeatherTools;
import org.jackknife.toolquery.internal.weather.WeatherWorld;

/**
 * A tool set with its worlds and goals.
 *
 * @param name as in sample ids
 * @param worldType the record that a world is stored as
 * @param tools the tools over a world
 * @param worlds invents a world
 * @param templates its kinds of goals
 */
public record Domain<W extends Record>(
        String name,
        Class<W> worldType,
        BiFunction<W, Profile, Toolbox> tools,
        Function<Dice, W> worlds,
        List<GoalTemplate<W>> templates) {

    /** Places, weather and air. */
    public static final Domain<WeatherWorld> WEATHER = new Domain<>(
            "weather", WeatherWorld.class, WeatherTools::new, WeatherWorlds::invent, WeatherGoals.templates());

    /** Movies and people. */
    public static final Domain<MovieWorld> MOVIE = new Domain<>(
            "movie", MovieWorld.class, (world, _) -> new MovieTools(world), MovieWorlds::invent, MovieGoals.templates());

    /** Papers and authors. */
    public static final Domain<AcademiaWorld> ACADEMIA = new Domain<>(
            "academia",
            AcademiaWorld.class,
            (world, _) -> new AcademiaTools(world),
            AcademiaWorlds::invent,
            AcademiaGoals.templates());

    /** All tool sets, in the order in which samples alternate between them. */
    public static final List<Domain<?>> ALL = List.of(WEATHER, MOVIE, ACADEMIA);

    /**
     * The tool set of that name.
     *
     * @throws IllegalArgumentException if there is none
     */
    public static Domain<?> named(String name) {
        return ALL.stream()
                .filter(domain -> domain.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("unknown tool set '%s', known are %s"
                        .formatted(name, ALL.stream().map(Domain::name).toList())));
    }
}
