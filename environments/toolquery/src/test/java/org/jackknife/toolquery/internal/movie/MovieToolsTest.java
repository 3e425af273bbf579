package org.jackknife.toolquery.internal.movie;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.jackknife.toolquery.internal.Observed;
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
import org.junit.jupiter.api.Test;

class MovieToolsTest {

    private static final Movie BRIDGE = new Movie(
            7,
            new Facts("The Bridge", "A tale.", 5, 9, 7.5, "2001-02-03", List.of("Drama")),
            List.of(new Company(3, "Acme", "NO")),
            List.of(new Country("NO", "Norway")),
            List.of(new Role(1, "Eve")),
            List.of(new Job(2, "Editor"), new Job(1, "Director"), new Job(1, "Writer")),
            new Texts(
                    List.of("river"),
                    List.of(new AlternativeTitle("NO", "Broen")),
                    List.of(
                            new Translation("DE", "de", "Deutsch", "Eine Geschichte."),
                            new Translation("FR", "fr", "Francais", "Un conte."))));

    private final Observed tools = new Observed(new MovieTools(world(List.of())));

    /** The bridge, and another movie with more people than the tools list. */
    private static MovieWorld world(List<Job> crew) {
        List<Person> people = new ArrayList<>(IntStream.rangeClosed(1, 14)
                .mapToObj(i -> new Person(i, "Person " + i, "Bio.", "1950-01-01", "Town", "nm" + i, "p" + i))
                .toList());
        Movie crowd = new Movie(
                8,
                new Facts("The Bridge Again", "More.", 1, 2, 3, "2005-01-01", List.of()),
                List.of(),
                List.of(),
                people.stream().map(person -> new Role(person.id(), "Part " + person.id())).toList(),
                crew,
                new Texts(List.of(), List.of(), List.of()));
        return new MovieWorld(List.of(crowd, BRIDGE), people);
    }

    @Test
    void searchGivesTheFirstHitAndFailsWithoutOne() {
        assertThat(tools.see("get_search_movie", "movie_name", "the bridge"))
                .isEqualTo("[{'id': 7, 'overview': 'A tale.', 'title': 'The Bridge'}]");
        assertThat(tools.see("get_search_movie", "movie_name", "Again")).contains("'id': 8");
        assertThat(tools.see("get_search_movie", "movie_name", "None such"))
                .isEqualTo("ERROR | IndexError(list index out of range)");
        assertThat(tools.see("get_search_person", "person_name", "Person 3")).isEqualTo("[{'id': 3, 'name': 'Person 3'}]");
        assertThat(tools.see("get_search_person", "person_name", "Nobody")).isEqualTo("[]");
    }

    @Test
    void shapesOfMovieAnswers() {
        assertThat(tools.see("get_movie_details", "movie_id", 7))
                .isEqualTo("{'title': 'The Bridge', 'budget': 5, 'genres': ['Drama'], 'revenue': 9, 'vote_average': 7.5, "
                        + "'release_date': '2001-02-03'}");
        assertThat(tools.see("get_movie_production_companies", "movie_id", 7))
                .isEqualTo("{'production_companies': [{'id': 3, 'logo_path': None, 'name': 'Acme', "
                        + "'origin_country': 'NO'}]}");
        assertThat(tools.see("get_movie_production_countries", "movie_id", 7))
                .isEqualTo("{'production_countries': [{'iso_3166_1': 'NO', 'name': 'Norway'}]}");
        assertThat(tools.see("get_movie_cast", "movie_id", 7))
                .isEqualTo("{'cast': [{'id': 1, 'name': 'Person 1', 'character': 'Eve'}]}");
        assertThat(tools.see("get_movie_keywords", "movie_id", 7)).isEqualTo("{'keywords': ['river']}");
        assertThat(tools.see("get_movie_alternative_titles", "movie_id", 7))
                .isEqualTo("{'id': 7, 'titles': [{'iso_3166_1': 'NO', 'title': 'Broen', 'type': ''}]}");
        assertThat(tools.see("get_movie_translation", "movie_id", 7))
                .contains("'iso_3166_1': 'DE'", "'overview': 'Eine Geschichte.'")
                .doesNotContain("FR", "'title'");
    }

    @Test
    void shapesOfPersonAnswers() {
        assertThat(tools.see("get_person_details", "person_id", 1))
                .isEqualTo("{'name': 'Person 1', 'biography': 'Bio.', 'birthday': '1950-01-01', 'place_of_birth': 'Town'}");
        assertThat(tools.see("get_person_external_ids", "person_id", 1))
                .isEqualTo("{'imdb_id': 'nm1', 'facebook_id': None, 'instagram_id': 'p1', 'twitter_id': None}");
        assertThat(tools.see("get_person_cast", "person_id", 1))
                .isEqualTo("{'cast': [{'id': 8, 'title': 'The Bridge Again', 'character': 'Part 1'}, "
                        + "{'id': 7, 'title': 'The Bridge', 'character': 'Eve'}]}");
        assertThat(tools.see("get_person_crew", "person_id", 1))
                .isEqualTo("{'crew': [{'id': 7, 'title': 'The Bridge', 'job': 'Director'}, "
                        + "{'id': 7, 'title': 'The Bridge', 'job': 'Writer'}]}");
    }

    @Test
    void headsOfTheCrewComeFirstThenPeopleNotYetListed() {
        assertThat(tools.see("get_movie_crew", "movie_id", 7))
                .isEqualTo("{'crew': [{'id': 1, 'name': 'Person 1', 'job': 'Director'}, "
                        + "{'id': 1, 'name': 'Person 1', 'job': 'Writer'}, {'id': 2, 'name': 'Person 2', 'job': 'Editor'}]}");
    }

    @Test
    void tenOfTheCastAndTenOfTheCrewUnlessMoreAreHeads() {
        assertThat(tools.see("get_movie_cast", "movie_id", 8)).contains("Part 10").doesNotContain("Part 11");
        List<Job> editors = IntStream.rangeClosed(1, 14).mapToObj(i -> new Job(i, "Editor")).toList();
        assertThat(new Observed(new MovieTools(world(editors))).see("get_movie_crew", "movie_id", 8))
                .contains("Person 10").doesNotContain("Person 11");
        List<Job> writers = IntStream.rangeClosed(1, 12).mapToObj(i -> new Job(i, "Writer")).toList();
        assertThat(new Observed(new MovieTools(world(writers))).see("get_movie_crew", "movie_id", 8)).contains("Person 12");
    }

    @Test
    void anUnknownIdIsTheServicesRefusal() {
        var call = tools.call("get_movie_details", "movie_id", 99);
        assertThat(call.observation()).contains("could not be found");
        assertThat(call.grounded()).isTrue();
        assertThat(call.log()).containsExactly("Calling get_movie_details with {'movie_id': 99} failed");
    }

    @Test
    void anIdMayBeWrittenAsText() {
        assertThat(tools.see("get_movie_keywords", "movie_id", "7")).isEqualTo("{'keywords': ['river']}");
    }

    @Test
    void whatDriftsIsNotLogged() {
        assertThat(tools.call("get_movie_details", "movie_id", 7).log().getFirst()).hasToString("{title=The Bridge}");
        assertThat(tools.call("get_search_movie", "movie_name", "the bridge").log().getFirst())
                .hasToString("[{id=7, title=The Bridge}]");
        assertThat(tools.call("get_person_details", "person_id", 1).log().getFirst())
                .hasToString("{name=Person 1, birthday=1950-01-01, place_of_birth=Town}");
    }
}
