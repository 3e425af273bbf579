package org.jackknife.toolquery.internal.movie;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jackknife.toolquery.internal.movie.MovieWorld.Job;
import org.jackknife.toolquery.internal.movie.MovieWorld.Movie;
import org.jackknife.toolquery.internal.movie.MovieWorld.Person;
import org.jackknife.toolquery.internal.value.Values;

/** Who did what in which movie, from the movie's side and from the person's. */
final class Credits {

    private static final int MAX_CREDITS = 10;
    private static final Set<String> HEADS = Set.of("Director", "Producer", "Writer");

    private final MovieWorld world;

    Credits(MovieWorld world) {
        this.world = world;
    }

    /** The first ten parts. */
    Object movieCast(Movie movie) {
        return Values.map(
                "cast",
                movie.cast().stream()
                        .limit(MAX_CREDITS)
                        .map(role -> Values.map(
                                "id", role.person(), "name", name(role.person()), "character", role.character()))
                        .toList());
    }

    /** All directors, producers and writers; where these are fewer than ten, other people not yet listed, up to ten. */
    Object movieCrew(Movie movie) {
        List<Job> listed = new ArrayList<>(
                movie.crew().stream().filter(job -> HEADS.contains(job.job())).toList());
        Set<Integer> people = new HashSet<>();
        listed.forEach(job -> people.add(job.person()));
        for (Job job : movie.crew()) {
            if (listed.size() < MAX_CREDITS && people.add(job.person())) {
                listed.add(job);
            }
        }
        return Values.map("crew", listed.stream().map(this::crewEntry).toList());
    }

    private Map<String, Object> crewEntry(Job job) {
        return Values.map("id", job.person(), "name", name(job.person()), "job", job.job());
    }

    private String name(int person) {
        return world.person(Integer.toString(person)).map(Person::name).orElse("");
    }

    /** The first ten parts of a person. */
    Object personCast(Person person) {
        return credits("cast", movie -> movie.cast().stream()
                .filter(role -> role.person() == person.id())
                .map(role -> credit(movie, "character", role.character()))
                .toList());
    }

    /** The first ten jobs of a person. */
    Object personCrew(Person person) {
        return credits("crew", movie -> movie.crew().stream()
                .filter(job -> job.person() == person.id())
                .map(job -> credit(movie, "job", job.job()))
                .toList());
    }

    private Object credits(String key, Function<Movie, List<Map<String, Object>>> ofMovie) {
        return Values.map(
                key,
                world.movies().stream()
                        .flatMap(movie -> ofMovie.apply(movie).stream())
                        .limit(MAX_CREDITS)
                        .toList());
    }

    private static Map<String, Object> credit(Movie movie, String key, String what) {
        return Values.map("id", movie.id(), "title", movie.facts().title(), key, what);
    }
}
