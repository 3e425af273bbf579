package org.jackknife.toolquery.internal.movie;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;

/** Movies and people, as a movie database would know them; lists are in the order in which the database lists them. */
public record MovieWorld(List<Movie> movies, List<Person> people) {

    /** A movie. */
    public record Movie(
            int id, Facts facts, List<Company> companies, List<Country> countries, List<Role> cast, List<Job> crew,
            Texts texts) {}

    /**
     * The plain facts of a movie.
     *
     * @param budget US dollars; so is revenue
     * @param voteAverage 0 to 10
     * @param releaseDate {@code YYYY-MM-DD}
     */
    public record Facts(
            String title, String overview, long budget, long revenue, double voteAverage, String releaseDate,
            List<String> genres) {}

    /** A production company. */
    public record Company(int id, String name, String country) {}

    /** A country by ISO 3166-1 code and English name. */
    public record Country(String code, String name) {}

    /** A part in a movie. */
    public record Role(int person, String character) {}

    /** Work on a movie, such as that of the Director. */
    public record Job(int person, String job) {}

    /** What is said about a movie elsewhere. */
    public record Texts(List<String> keywords, List<AlternativeTitle> titles, List<Translation> translations) {}

    /** The title that a movie has in a country. */
    public record AlternativeTitle(String country, String title) {}

    /** A translation of a movie's texts. */
    public record Translation(String country, String language, String name, String overview) {}

    /** Someone who plays in movies or makes them. */
    public record Person(
            int id, String name, String biography, String birthday, String birthplace, String imdb, String handle) {}

    /** The movie that a search lists first. */
    public Optional<Movie> searchMovie(String title) {
        return search(movies, movie -> movie.facts().title(), title);
    }

    /** The person that a search lists first. */
    public Optional<Person> searchPerson(String name) {
        return search(people, Person::name, name);
    }

    /** The exact name before any name that contains the words, whatever the case. */
    private static <T> Optional<T> search(List<T> all, Function<T, String> name, String wanted) {
        String words = wanted.strip().toLowerCase(Locale.ROOT);
        if (words.isEmpty()) {
            return Optional.empty();
        }
        Function<T, String> lower = name.andThen(text -> text.toLowerCase(Locale.ROOT));
        return all.stream()
                .filter(one -> lower.apply(one).equals(words))
                .findFirst()
                .or(() -> all.stream().filter(one -> lower.apply(one).contains(words)).findFirst());
    }

    /** The movie with that number. */
    public Optional<Movie> movie(String id) {
        return movies.stream().filter(movie -> Integer.toString(movie.id()).equals(id)).findFirst();
    }

    /** The person with that number. */
    public Optional<Person> person(String id) {
        return people.stream().filter(person -> Integer.toString(person.id()).equals(id)).findFirst();
    }
}
