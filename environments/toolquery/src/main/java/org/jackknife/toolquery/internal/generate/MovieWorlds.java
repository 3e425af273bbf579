package org.jackknife.toolquery.internal.generate;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jackknife.toolquery.internal.movie.MovieWorld;
import org.jackknife.toolquery.internal.movie.MovieWorld.AlternativeTitle;
import org.jackknife.toolquery.internal.movie.MovieWorld.Company;
import org.jackknife.toolquery.internal.movie.MovieWorld.Country;
import org.jackknife.toolquery.internal.movie.MovieWorld.Facts;
import org.jackknife.toolquery.internal.movie.MovieWorld.Job;
import org.jackknife.toolquery.internal.movie.MovieWorld.Movie;
import org.jackknife.toolquery.internal.movie.MovieWorld.Person;
import org.jackknife.toolquery.internal.movie.MovieWorld.Role;
import org.jackknife.toolquery.internal.movie.MovieWorld.Texts;
import org.jackknife.toolquery.internal.movie.MovieWorld.Translation;

/**
 * Invents four movies and the people who made them.
 *
 * <p>What goals rely on: the first two movies share the director and exactly one actor; the others have directors of
 * their own; each director directs, and plays nothing.
 */
final class MovieWorlds {

    private static final List<String> GENRES = List.of(
            "Drama", "Comedy", "Thriller", "Mystery", "Romance", "Western", "Fantasy", "Horror", "Crime", "War");
    private static final List<String> KEYWORDS = List.of(
            "sea", "family", "train", "revenge", "school", "winter", "desert", "music", "robot", "chess", "twins", "island",
            "painting", "storm", "treasure", "farm");
    private static final List<String> SUBJECTS =
            List.of("A sailor", "A teacher", "A thief", "A sister", "A baker", "An old judge", "A pilot", "A spy");
    private static final List<String> PLOTS = List.of(
            "comes home", "loses a key", "finds a map", "leaves the city", "keeps a secret", "builds a boat", "waits");
    private static final List<Country> COUNTRIES = List.of(
            new Country("NO", "Norway"),
            new Country("PE", "Peru"),
            new Country("JP", "Japan"),
            new Country("KE", "Kenya"),
            new Country("PT", "Portugal"),
            new Country("NZ", "New Zealand"),
            new Country("CA", "Canada"),
            new Country("EG", "Egypt"));
    private static final List<Translation> LANGUAGES = List.of(
            new Translation("DE", "de", "Deutsch", ""),
            new Translation("NL", "nl", "Nederlands", ""),
            new Translation("US", "en", "English", ""));

    private final Dice dice;
    private final Names names;

    private MovieWorlds(Dice dice) {
        this.dice = dice;
        this.names = new Names(dice);
    }

    static MovieWorld invent(Dice dice) {
        return new MovieWorlds(dice).world();
    }

    private MovieWorld world() {
        List<Person> directors = Stream.generate(this::person).limit(3).toList();
        List<Person> actors = Stream.generate(this::person).limit(5).toList();
        List<Movie> movies = List.of(
                movie(directors.get(0), List.of(actors.get(0), actors.get(1))),
                movie(directors.get(0), List.of(actors.get(2), actors.get(0))),
                movie(directors.get(1), List.of(actors.get(1), actors.get(3))),
                movie(directors.get(2), List.of(actors.get(4), actors.get(2))));
        return new MovieWorld(movies, Stream.concat(directors.stream(), actors.stream()).toList());
    }

    private Person person() {
        String name = names.person();
        LocalDate birthday = LocalDate.of(1930, 1, 1).plusDays(dice.between(0, 25_000));
        return new Person(
                names.id(),
                name,
                "Grew up in " + names.city() + ".",
                birthday.toString(),
                names.city(),
                "nm" + names.id(),
                name.split(" ")[0].toLowerCase(Locale.ROOT) + dice.between(10, 99));
    }

    private Movie movie(Person director, List<Person> actors) {
        List<Role> cast = actors.stream().map(actor -> new Role(actor.id(), names.character())).toList();
        List<Job> crew = new ArrayList<>();
        crew.add(new Job(director.id(), "Director"));
        if (dice.chance(30)) {
            crew.add(new Job(director.id(), "Writer"));
        }
        return new Movie(names.id(), facts(), companies(), dice.pick(COUNTRIES, dice.between(1, 2)), cast, crew, texts());
    }

    private Facts facts() {
        return new Facts(
                names.movie(),
                dice.pick(SUBJECTS) + " " + dice.pick(PLOTS) + ".",
                dice.between(1, 99) * 1_000_000L,
                dice.between(1, 400) * 1_000_000L,
                dice.tenths(3, 9.5),
                LocalDate.of(1960, 1, 1).plusDays(dice.between(0, 22_000)).toString(),
                dice.pick(GENRES, dice.between(1, 2)));
    }

    private List<Company> companies() {
        return IntStream.range(0, dice.between(1, 2))
                .mapToObj(_ -> new Company(names.id(), names.city() + " Pictures", dice.pick(COUNTRIES).code()))
                .toList();
    }

    private Texts texts() {
        List<AlternativeTitle> titles = dice.pick(COUNTRIES, dice.between(1, 2)).stream()
                .map(country -> new AlternativeTitle(country.code(), names.movie()))
                .toList();
        List<Translation> translations = dice.pick(LANGUAGES, dice.between(1, 2)).stream()
                .map(language -> new Translation(
                        language.country(), language.language(), language.name(), dice.pick(PLOTS)))
                .toList();
        return new Texts(dice.pick(KEYWORDS, dice.between(2, 3)), titles, translations);
    }
}
