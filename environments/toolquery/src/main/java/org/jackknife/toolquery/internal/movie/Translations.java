package org.jackknife.toolquery.internal.movie;

import java.util.Set;
import org.jackknife.toolquery.internal.movie.MovieWorld.Movie;
import org.jackknife.toolquery.internal.value.Values;

/** The translations of a movie as the database lists them, limited to four countries and without the title. */
final class Translations {

    private static final Set<String> COUNTRIES = Set.of("NL", "CN", "US", "DE");

    private Translations() {}

    static Object of(Movie movie) {
        return Values.map(
                "id",
                movie.id(),
                "translations",
                movie.texts().translations().stream()
                        .filter(translation -> COUNTRIES.contains(translation.country()))
                        .map(Translations::entry)
                        .toList());
    }

    private static Object entry(MovieWorld.Translation translation) {
        return Values.map(
                "iso_3166_1", translation.country(),
                "iso_639_1", translation.language(),
                "name", translation.name(),
                "english_name", translation.name(),
                "data", Values.map("overview", translation.overview()));
    }
}
