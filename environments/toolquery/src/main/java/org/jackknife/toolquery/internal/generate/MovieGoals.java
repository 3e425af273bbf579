package org.jackknife.toolquery.internal.generate;

import static org.jackknife.toolquery.internal.generate.GoalTemplate.easy;
import static org.jackknife.toolquery.internal.generate.GoalTemplate.hard;
import static org.jackknife.chat.python.PythonLiteral.str;

import java.util.List;
import org.jackknife.toolquery.internal.generate.Scene.Form;
import org.jackknife.toolquery.internal.movie.MovieWorld;
import org.jackknife.toolquery.internal.movie.MovieWorld.Movie;
import org.jackknife.toolquery.internal.movie.MovieWorld.Person;
import org.jackknife.toolquery.internal.movie.MovieWorld.Role;
import org.jackknife.toolquery.internal.value.Results;

/** What people ask of the movie tools. */
final class MovieGoals {

    /** A fact of a movie or person: its key, how people call it, and the form of its answer. */
    private record Fact(String key, String words, Form form) {}

    private static final List<Fact> OF_MOVIE = List.of(
            new Fact("release_date", "the release date", Form.TEXT),
            new Fact("budget", "the budget", Form.NUMBER),
            new Fact("revenue", "the revenue", Form.NUMBER),
            new Fact("vote_average", "the average vote", Form.NUMBER),
            new Fact("genres", "the genres", Form.LIST));
    private static final List<Fact> OF_PERSON = List.of(
            new Fact("birthday", "the birthday", Form.TEXT), new Fact("place_of_birth", "the place of birth", Form.TEXT));
    private static final List<Fact> IDS = List.of(
            new Fact("imdb_id", "the IMDb id", Form.TEXT), new Fact("instagram_id", "the Instagram id", Form.TEXT));

    private final Scene<MovieWorld> scene;
    private final Walk walk;

    private MovieGoals(Scene<MovieWorld> scene) {
        this.scene = scene;
        this.walk = scene.walk();
    }

    static List<GoalTemplate<MovieWorld>> templates() {
        return List.of(
                easy("movie-fact", scene -> new MovieGoals(scene).movieFact()),
                easy("person-fact", scene -> new MovieGoals(scene).personFact("get_person_details", OF_PERSON)),
                easy("person-id", scene -> new MovieGoals(scene).personFact("get_person_external_ids", IDS)),
                easy("character", scene -> new MovieGoals(scene).character()),
                easy("director", scene -> new MovieGoals(scene).director()),
                easy("keywords", scene -> new MovieGoals(scene).keywords()),
                easy("title-of-id", scene -> new MovieGoals(scene).titleOfId()),
                hard("fact-of-director", scene -> new MovieGoals(scene).factOfDirector("get_person_details", OF_PERSON)),
                hard("id-of-director", scene -> new MovieGoals(scene).factOfDirector("get_person_external_ids", IDS)),
                hard("fact-of-actor", scene -> new MovieGoals(scene).factOfActor()),
                hard("better-movie", scene -> new MovieGoals(scene).betterMovie()),
                hard("common-actor", scene -> new MovieGoals(scene).commonActor()),
                hard("other-movie", scene -> new MovieGoals(scene).otherMovie()),
                hard("fact-of-part", scene -> new MovieGoals(scene).factOfPart()));
    }

    private Movie movie() {
        return scene.dice().pick(scene.world().movies());
    }

    private static String title(Movie movie) {
        return movie.facts().title();
    }

    private Object movieId(String title) {
        Object result = walk.call("I look up " + title + ".", "get_search_movie", "movie_name", title);
        return Results.at(result, 0, "id");
    }

    private Object personId(String name) {
        Object result = walk.call("I look up " + name + ".", "get_search_person", "person_name", name);
        return Results.at(result, 0, "id");
    }

    private Object ofMovie(String tool, Object name, Object id) {
        return walk.call(said(name, id), tool, "movie_id", id);
    }

    private Object ofPerson(String tool, Object name, Object id) {
        return walk.call(said(name, id), tool, "person_id", id);
    }

    private static String said(Object name, Object id) {
        return "The id of %s is %s.".formatted(name, id);
    }

    private void finish(Fact fact, Object name, Object value) {
        walk.finish("For %s %s is %s.".formatted(name, fact.words(), str(value)), value);
    }

    private String movieFact() {
        String title = title(movie());
        Fact fact = scene.dice().pick(OF_MOVIE);
        Object details = ofMovie("get_movie_details", title, movieId(title));
        finish(fact, title, Results.at(details, fact.key()));
        return scene.ask(
                fact.form(),
                List.of(
                        "For the movie %2$s, find %1$s.",
                        "Tell me %1$s of the movie %2$s.",
                        "I would like to know %1$s of %2$s."),
                fact.words(),
                title);
    }

    private String personFact(String tool, List<Fact> facts) {
        String name = scene.dice().pick(scene.world().people()).name();
        Fact fact = scene.dice().pick(facts);
        Object details = ofPerson(tool, name, personId(name));
        finish(fact, name, Results.at(details, fact.key()));
        return scene.ask(
                fact.form(),
                List.of("What is %s of %s?", "Find %s of the person %s.", "Please look up %s of %s."),
                fact.words(),
                name);
    }

    private String character() {
        Movie movie = movie();
        String character = scene.dice().pick(movie.cast()).character();
        Object name = castMember(title(movie), character, "name");
        walk.finish("%s is played by %s.".formatted(character, name), name);
        return scene.ask(
                Form.TEXT,
                List.of(
                        "Who plays %s in %s?",
                        "Which actor has the part of %s in the movie %s?",
                        "Name the person who acts as %s in %s."),
                character,
                title(movie));
    }

    private Object castMember(String title, String character, String key) {
        List<?> cast = Results.list(ofMovie("get_movie_cast", title, movieId(title)), "cast");
        return Results.at(cast, Results.indexOf(cast, "character", character), key);
    }

    private List<?> crew(String title) {
        return Results.list(ofMovie("get_movie_crew", title, movieId(title)), "crew");
    }

    private String director() {
        String title = title(movie());
        List<?> crew = crew(title);
        Object name = Results.at(crew, Results.indexOf(crew, "job", "Director"), "name");
        walk.finish("The director of %s is %s.".formatted(title, name), name);
        return scene.ask(
                Form.TEXT,
                List.of("Who directed %s?", "Name the director of the movie %s.", "Whose work as a director is %s?"),
                title);
    }

    private String keywords() {
        String title = title(movie());
        Object keywords = Results.at(ofMovie("get_movie_keywords", title, movieId(title)), "keywords");
        walk.finish("The keywords of %s are %s.".formatted(title, keywords), keywords);
        return scene.ask(
                Form.LIST,
                List.of("Which keywords does the movie %s have?", "List the keywords of %s.", "Find all keywords of %s."),
                title);
    }

    private String titleOfId() {
        int id = movie().id();
        Object details = walk.call("The id is %s.".formatted(id), "get_movie_details", "movie_id", id);
        Object title = Results.at(details, "title");
        walk.finish("The title is %s.".formatted(title), title);
        return scene.ask(
                Form.TEXT,
                List.of(
                        "What is the title of the movie with the id %s?",
                        "Which movie has the id %s?",
                        "Name the movie whose id is %s."),
                id);
    }

    private String factOfDirector(String tool, List<Fact> facts) {
        String title = title(movie());
        Fact fact = scene.dice().pick(facts);
        List<?> crew = crew(title);
        Object director = Results.at(crew, Results.indexOf(crew, "job", "Director"));
        Object name = Results.at(director, "name");
        Object details = ofPerson(tool, name, Results.at(director, "id"));
        finish(fact, name, Results.at(details, fact.key()));
        return scene.ask(
                fact.form(),
                List.of(
                        "What is %s of the director of %s?",
                        "Find %s of the person who directed %s.",
                        "Tell me %s of whoever directed the movie %s."),
                fact.words(),
                title);
    }

    private String factOfActor() {
        Movie movie = movie();
        String character = scene.dice().pick(movie.cast()).character();
        Fact fact = scene.dice().pick(OF_PERSON);
        List<?> cast = Results.list(ofMovie("get_movie_cast", title(movie), movieId(title(movie))), "cast");
        Object actor = Results.at(cast, Results.indexOf(cast, "character", character));
        Object name = Results.at(actor, "name");
        Object details = ofPerson("get_person_details", name, Results.at(actor, "id"));
        finish(fact, name, Results.at(details, fact.key()));
        return scene.ask(
                fact.form(),
                List.of(
                        "What is %s of the actor who plays %s in %s?",
                        "Find %s of the person behind %s in the movie %s.",
                        "Look up %s of whoever acts as %s in %s."),
                fact.words(),
                character,
                title(movie));
    }

    private String betterMovie() {
        List<String> titles = scene.dice().pick(scene.world().movies(), 2).stream().map(MovieGoals::title).toList();
        Object first = ofMovie("get_movie_details", titles.get(0), movieId(titles.get(0)));
        Object second = ofMovie("get_movie_details", titles.get(1), movieId(titles.get(1)));
        String date1 = str(Results.at(first, "release_date"));
        String date2 = str(Results.at(second, "release_date"));
        String earlier = date1.compareTo(date2) <= 0 ? titles.get(0) : titles.get(1);
        walk.finish(
                "%s is from %s and %s from %s.".formatted(titles.get(0), date1, titles.get(1), date2), earlier);
        return scene.ask(
                Form.TEXT,
                List.of(
                        "Which movie is older, %s or %s?",
                        "Was %s or %s released first?",
                        "Which of the movies %s and %s has the earlier release date?"),
                titles.get(0),
                titles.get(1));
    }

    private String commonActor() {
        List<Movie> two = scene.dice().pick(scene.world().movies().subList(0, 2), 2);
        List<?> first = castNames(title(two.get(0)));
        List<?> second = castNames(title(two.get(1)));
        Object name = first.stream().filter(second::contains).findFirst().orElseThrow();
        walk.finish("%s is in both.".formatted(name), name);
        return scene.ask(
                Form.TEXT,
                List.of(
                        "Which actor plays both in %s and in %s?",
                        "Who is in the cast of %s and also of %s?",
                        "Name the actor that the movies %s and %s share."),
                title(two.get(0)),
                title(two.get(1)));
    }

    private List<?> castNames(String title) {
        return Results.list(ofMovie("get_movie_cast", title, movieId(title)), "cast").stream()
                .map(member -> Results.at(member, "name"))
                .toList();
    }

    private String otherMovie() {
        String title = title(scene.world().movies().get(scene.dice().between(0, 1)));
        List<?> crew = crew(title);
        Object director = Results.at(crew, Results.indexOf(crew, "job", "Director"));
        Object name = Results.at(director, "name");
        List<?> jobs = Results.list(ofPerson("get_person_crew", name, Results.at(director, "id")), "crew");
        Object other = jobs.stream()
                .map(job -> Results.at(job, "title"))
                .filter(candidate -> !candidate.equals(title))
                .findFirst()
                .orElseThrow();
        walk.finish("The other movie of %s is %s.".formatted(name, other), other);
        return scene.ask(
                Form.TEXT,
                List.of(
                        "Which other movie did the director of %s direct?",
                        "Besides %s, what other movie did its director make?",
                        "Name another movie by the person who directed %s."),
                title);
    }

    private String factOfPart() {
        Movie movie = movie();
        Role role = scene.dice().pick(movie.cast());
        String name = scene.world().person(Integer.toString(role.person())).map(Person::name).orElseThrow();
        Fact fact = scene.dice().pick(OF_MOVIE);
        List<?> parts = Results.list(ofPerson("get_person_cast", name, personId(name)), "cast");
        Object part = Results.at(parts, Results.indexOf(parts, "character", role.character()));
        Object title = Results.at(part, "title");
        Object details = ofMovie("get_movie_details", title, Results.at(part, "id"));
        finish(fact, title, Results.at(details, fact.key()));
        return scene.ask(
                fact.form(),
                List.of(
                        "Find %1$s of the movie in which %2$s plays %3$s.",
                        "%2$s acts as %3$s in some movie: tell me %1$s of it.",
                        "As %3$s, %2$s is in a movie. What is %1$s of that movie?"),
                fact.words(),
                name,
                role.character());
    }
}
