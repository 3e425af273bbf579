package org.jackknife.toolquery.internal.movie;

import static org.jackknife.toolquery.internal.tool.Parameter.integer;
import static org.jackknife.toolquery.internal.tool.Parameter.text;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jackknife.toolquery.internal.movie.MovieWorld.Movie;
import org.jackknife.toolquery.internal.movie.MovieWorld.Person;
import org.jackknife.toolquery.internal.tool.Arguments;
import org.jackknife.toolquery.internal.tool.Outcome;
import org.jackknife.toolquery.internal.tool.Tool;
import org.jackknife.toolquery.internal.tool.Toolbox;
import org.jackknife.toolquery.internal.value.PythonException;
import org.jackknife.chat.python.PythonLiteral;
import org.jackknife.toolquery.internal.value.Values;

/** The movie tools: search, and what is known of a movie or a person by number. */
public final class MovieTools implements Toolbox {

    /** What drifts in a live database, or is too long to compare. */
    private static final Set<String> NOT_LOGGED =
            Set.of("overview", "biography", "vote_average", "genres", "revenue", "budget", "release_date");

    private final MovieWorld world;
    private final List<Tool> tools;

    public MovieTools(MovieWorld world) {
        this.world = world;
        Credits credits = new Credits(world);
        List<Tool> list = new ArrayList<>();
        list.add(new Tool("get_search_movie", "find a movie by title", List.of(text("movie_name")), this::searchMovie));
        list.add(ofMovie("details", "facts of a movie", MovieTools::details));
        list.add(ofMovie("production_companies", "who produced a movie", MovieTools::companies));
        list.add(ofMovie("production_countries", "where a movie was produced", MovieTools::countries));
        list.add(ofMovie("cast", "who plays in a movie", credits::movieCast));
        list.add(ofMovie("crew", "who made a movie", credits::movieCrew));
        list.add(ofMovie("keywords", "keywords of a movie", movie -> Values.map("keywords", movie.texts().keywords())));
        list.add(ofMovie("alternative_titles", "titles in other countries", MovieTools::alternativeTitles));
        list.add(ofMovie("translation", "translations of a movie", Translations::of));
        list.add(new Tool("get_search_person", "find a person by name", List.of(text("person_name")), this::searchPerson));
        list.add(ofPerson("details", "facts of a person", MovieTools::personDetails));
        list.add(ofPerson("cast", "parts a person played", credits::personCast));
        list.add(ofPerson("crew", "jobs a person did", credits::personCrew));
        list.add(ofPerson("external_ids", "ids of a person elsewhere", MovieTools::externalIds));
        this.tools = List.copyOf(list);
    }

    @Override
    public List<Tool> tools() {
        return tools;
    }

    private Tool ofMovie(String name, String description, Function<Movie, Object> answer) {
        return new Tool("get_movie_" + name, description, List.of(integer("movie_id")), arguments -> world.movie(
                        id(arguments, "movie_id"))
                .map(movie -> success(answer.apply(movie)))
                .orElseGet(MovieTools::notFound));
    }

    private Tool ofPerson(String name, String description, Function<Person, Object> answer) {
        return new Tool("get_person_" + name, description, List.of(integer("person_id")), arguments -> world.person(
                        id(arguments, "person_id"))
                .map(person -> success(answer.apply(person)))
                .orElseGet(MovieTools::notFound));
    }

    /** Numbers and text that spells them are the same id, since the service reads both from its address. */
    private static String id(Arguments arguments, String name) {
        return PythonLiteral.str(arguments.get(name)).strip();
    }

    private static Outcome success(Object value) {
        return new Outcome.Success(value);
    }

    /** The service's answer to an unknown number. */
    private static Outcome notFound() {
        return new Outcome.Failure("{\"success\":false,\"status_code\":34,"
                + "\"status_message\":\"The resource you requested could not be found.\"}");
    }

    private Outcome searchMovie(Arguments arguments) {
        return world.searchMovie(PythonLiteral.str(arguments.get("movie_name")))
                .map(movie -> success(List.of(Values.map(
                        "id", movie.id(), "overview", movie.facts().overview(), "title", movie.facts().title()))))
                .orElseThrow(() -> new PythonException("IndexError", "list index out of range"));
    }

    private Outcome searchPerson(Arguments arguments) {
        return success(world.searchPerson(PythonLiteral.str(arguments.get("person_name"))).stream()
                .map(person -> Values.map("id", person.id(), "name", person.name()))
                .toList());
    }

    private static Object details(Movie movie) {
        MovieWorld.Facts facts = movie.facts();
        return Values.map(
                "title", facts.title(),
                "budget", facts.budget(),
                "genres", facts.genres(),
                "revenue", facts.revenue(),
                "vote_average", facts.voteAverage(),
                "release_date", facts.releaseDate());
    }

    private static Object companies(Movie movie) {
        return Values.map(
                "production_companies",
                movie.companies().stream()
                        .map(company -> Values.map(
                                "id", company.id(),
                                "logo_path", null,
                                "name", company.name(),
                                "origin_country", company.country()))
                        .toList());
    }

    private static Object countries(Movie movie) {
        return Values.map(
                "production_countries",
                movie.countries().stream()
                        .map(country -> Values.map("iso_3166_1", country.code(), "name", country.name()))
                        .toList());
    }

    private static Object alternativeTitles(Movie movie) {
        List<?> titles = movie.texts().titles().stream()
                .map(title -> Values.map("iso_3166_1", title.country(), "title", title.title(), "type", ""))
                .toList();
        return Values.map("id", movie.id(), "titles", titles);
    }

    private static Object personDetails(Person person) {
        return Values.map(
                "name", person.name(),
                "biography", person.biography(),
                "birthday", person.birthday(),
                "place_of_birth", person.birthplace());
    }

    private static Object externalIds(Person person) {
        return Values.map(
                "imdb_id", person.imdb(),
                "facebook_id", null,
                "instagram_id", person.handle(),
                "twitter_id", null);
    }

    @Override
    public Object clean(Object result) {
        return result instanceof List<?> list ? list.stream().map(MovieTools::cleanMap).toList() : cleanMap(result);
    }

    private static Object cleanMap(Object value) {
        if (!(value instanceof Map<?, ?> map)) {
            return value;
        }
        Map<Object, Object> cleaned = new LinkedHashMap<>(map);
        cleaned.keySet().removeAll(NOT_LOGGED);
        return cleaned;
    }
}
