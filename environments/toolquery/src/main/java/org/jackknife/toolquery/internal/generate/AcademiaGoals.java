package org.jackknife.toolquery.internal.generate;

import static org.jackknife.toolquery.internal.generate.GoalTemplate.easy;
import static org.jackknife.toolquery.internal.generate.GoalTemplate.hard;
import static org.jackknife.chat.python.PythonLiteral.str;

import java.util.List;
import org.jackknife.toolquery.internal.academia.AcademiaWorld;
import org.jackknife.toolquery.internal.academia.AcademiaWorld.Author;
import org.jackknife.toolquery.internal.academia.AcademiaWorld.Collaboration;
import org.jackknife.toolquery.internal.academia.AcademiaWorld.Paper;
import org.jackknife.toolquery.internal.generate.Scene.Form;
import org.jackknife.toolquery.internal.value.PythonEquality;
import org.jackknife.toolquery.internal.value.Results;

/** What people ask of the academia tools. */
final class AcademiaGoals {

    /** A fact of a paper: its key, how people call it, and the form of its answer. */
    private record Fact(String key, String words, Form form) {}

    private static final List<Fact> SIMPLE = List.of(
            new Fact("year", "the year", Form.NUMBER),
            new Fact("venue", "the venue", Form.TEXT),
            new Fact("n_citation", "the number of citations", Form.NUMBER));
    private static final List<Fact> LISTS =
            List.of(new Fact("keywords", "the keywords", Form.LIST), new Fact("authors", "the authors", Form.LIST));

    private final Scene<AcademiaWorld> scene;
    private final Walk walk;

    private AcademiaGoals(Scene<AcademiaWorld> scene) {
        this.scene = scene;
        this.walk = scene.walk();
    }

    static List<GoalTemplate<AcademiaWorld>> templates() {
        return List.of(
                easy("paper-fact", scene -> new AcademiaGoals(scene).paperFact(SIMPLE)),
                easy("paper-list", scene -> new AcademiaGoals(scene).paperFact(LISTS)),
                easy("organisation", scene -> new AcademiaGoals(scene).organisation()),
                easy("co-authors", scene -> new AcademiaGoals(scene).coAuthors()),
                easy("joined-papers", scene -> new AcademiaGoals(scene).joinedPapers()),
                easy("joint-paper", scene -> new AcademiaGoals(scene).jointPaper()),
                hard("more-cited", scene -> new AcademiaGoals(scene).moreCited()),
                hard("first-author", scene -> new AcademiaGoals(scene).firstAuthor()),
                hard("fact-of-joint-paper", scene -> new AcademiaGoals(scene).factOfJointPaper()),
                hard("paper-at-venue", scene -> new AcademiaGoals(scene).paperAtVenue()),
                hard("co-author-at", scene -> new AcademiaGoals(scene).coAuthorAt()),
                hard("common-co-author", scene -> new AcademiaGoals(scene).commonCoAuthor()));
    }

    private void loadPapers() {
        walk.prepare("I load the papers.", "loadPaperNet");
    }

    private void loadAuthors() {
        walk.prepare("I load the authors.", "loadAuthorNet");
    }

    private String title() {
        return scene.dice().pick(scene.world().papers()).title();
    }

    private String author() {
        return scene.dice().pick(scene.world().authors()).name();
    }

    private Object paper(Object title) {
        return walk.call("The paper is %s.".formatted(title), "paperNodeCheck", "node", title);
    }

    private Object organisationOf(Object author) {
        Object facts = walk.call("The author is %s.".formatted(author), "authorNodeCheck", "node", author);
        return Results.at(facts, "org");
    }

    private List<?> neighbours(String graph, Object node) {
        return (List<?>)
                walk.call("The node is %s.".formatted(node), "neighbourCheck", "graph", graph, "node", node);
    }

    private String paperFact(List<Fact> facts) {
        Fact fact = scene.dice().pick(facts);
        String title = title();
        loadPapers();
        Object value = Results.at(paper(title), fact.key());
        walk.finish("For %s %s is %s.".formatted(title, fact.words(), str(value)), value);
        return scene.ask(
                fact.form(),
                List.of(
                        "For the paper %2$s, find %1$s.",
                        "Tell me %1$s of the paper %2$s.",
                        "I would like to know %1$s of %2$s."),
                fact.words(),
                title);
    }

    private String organisation() {
        String author = author();
        loadAuthors();
        Object organisation = organisationOf(author);
        walk.finish("%s works at %s.".formatted(author, organisation), organisation);
        return scene.ask(
                Form.TEXT,
                List.of(
                        "Where does %s work?",
                        "Which organisation does the author %s belong to?",
                        "Find the organisation of %s."),
                author);
    }

    private String coAuthors() {
        String author = author();
        loadAuthors();
        List<?> names = neighbours("AuthorNet", author);
        walk.finish("The co-authors of %s are %s.".formatted(author, names), names);
        return scene.ask(
                Form.LIST,
                List.of("Who has written with %s?", "Name the co-authors of %s.", "Which authors has %s worked with?"),
                author);
    }

    private String joinedPapers() {
        String title = title();
        loadPapers();
        List<?> titles = neighbours("PaperNet", title);
        walk.finish("The papers joined to %s are %s.".formatted(title, titles), titles);
        return scene.ask(
                Form.LIST,
                List.of(
                        "Which papers are joined to %s by a citation?",
                        "List the neighbours of the paper %s.",
                        "Find the papers that cite %s or are cited by it."),
                title);
    }

    private String jointPaper() {
        Collaboration edge = scene.dice().pick(scene.world().collaborations());
        loadAuthors();
        List<?> titles = jointPapers(edge);
        walk.finish("They wrote %s.".formatted(titles), titles);
        return scene.ask(
                Form.LIST,
                List.of(
                        "Which papers did %s and %s write together?",
                        "List the joint papers of %s and %s.",
                        "What have %s and %s written together?"),
                edge.author1(),
                edge.author2());
    }

    private List<?> jointPapers(Collaboration edge) {
        Object result = walk.call(
                "The authors are %s and %s.".formatted(edge.author1(), edge.author2()),
                "authorEdgeCheck",
                "node1",
                edge.author1(),
                "node2",
                edge.author2());
        return Results.list(result, "collaborative_papers");
    }

    private String moreCited() {
        List<String> two = scene.dice().pick(scene.world().papers(), 2).stream().map(Paper::title).toList();
        loadPapers();
        Object first = Results.at(paper(two.get(0)), "n_citation");
        Object second = Results.at(paper(two.get(1)), "n_citation");
        boolean firstWins = PythonEquality.toDouble(first) > PythonEquality.toDouble(second);
        walk.finish(
                "%s has %s citations and %s has %s.".formatted(two.get(0), first, two.get(1), second),
                two.get(firstWins ? 0 : 1));
        return scene.ask(
                Form.TEXT,
                List.of(
                        "Which paper is cited more often, %s or %s?",
                        "Does %s or %s have more citations?",
                        "Which of the papers %s and %s has the larger number of citations?"),
                two.get(0),
                two.get(1));
    }

    private String firstAuthor() {
        String title = title();
        loadPapers();
        Object author = Results.at(paper(title), "authors", 0);
        loadAuthors();
        Object organisation = organisationOf(author);
        walk.finish("%s works at %s.".formatted(author, organisation), organisation);
        return scene.ask(
                Form.TEXT,
                List.of(
                        "Where does the first author of %s work?",
                        "Which organisation does the first author of the paper %s belong to?",
                        "Find the organisation of whoever is the first author of %s."),
                title);
    }

    private String factOfJointPaper() {
        Collaboration edge = scene.dice().pick(scene.world().collaborations());
        Fact fact = scene.dice().pick(SIMPLE);
        loadAuthors();
        Object title = jointPapers(edge).getFirst();
        loadPapers();
        Object value = Results.at(paper(title), fact.key());
        walk.finish("For %s %s is %s.".formatted(title, fact.words(), value), value);
        return scene.ask(
                fact.form(),
                List.of(
                        "What is %s of the paper that %s and %s wrote together?",
                        "Find %s of the joint paper of %s and %s.",
                        "Tell me %s of the paper written by %s and %s."),
                fact.words(),
                edge.author1(),
                edge.author2());
    }

    /** Looks at neighbours in turn, until one fits. */
    private String paperAtVenue() {
        String title = title();
        String wanted = scene.dice().pick(scene.world().paperNeighbours(title));
        String venue = scene.world().paper(wanted).map(Paper::venue).orElseThrow();
        loadPapers();
        for (Object candidate : neighbours("PaperNet", title)) {
            if (Results.at(paper(candidate), "venue").equals(venue)) {
                break;
            }
        }
        walk.finish("%s is at %s.".formatted(wanted, venue), wanted);
        return scene.ask(
                Form.TEXT,
                List.of(
                        "Which neighbour of the paper %s appeared at %s?",
                        "Of the papers joined to %s, which one is from the venue %s?",
                        "Find the paper next to %s that was published at %s."),
                title,
                venue);
    }

    private String coAuthorAt() {
        String author = author();
        String wanted = scene.dice().pick(scene.world().authorNeighbours(author));
        String organisation = scene.world().author(wanted).map(Author::organisation).orElseThrow();
        loadAuthors();
        for (Object candidate : neighbours("AuthorNet", author)) {
            if (organisationOf(candidate).equals(organisation)) {
                break;
            }
        }
        walk.finish("%s works at %s.".formatted(wanted, organisation), wanted);
        return scene.ask(
                Form.TEXT,
                List.of(
                        "Which co-author of %s works at %s?",
                        "Of those who wrote with %s, who is at %s?",
                        "Name the co-author of %s whose organisation is %s."),
                author,
                organisation);
    }

    private String commonCoAuthor() {
        List<Author> ring = scene.world().authors();
        int start = scene.dice().between(0, ring.size() - 1);
        String first = ring.get(start).name();
        String second = ring.get((start + 2) % ring.size()).name();
        loadAuthors();
        List<?> ofFirst = neighbours("AuthorNet", first);
        List<?> ofSecond = neighbours("AuthorNet", second);
        Object common = ofFirst.stream().filter(ofSecond::contains).findFirst().orElseThrow();
        walk.finish("%s has written with both.".formatted(common), common);
        return scene.ask(
                Form.TEXT,
                List.of(
                        "Who has written with both %s and %s?",
                        "Which co-author do %s and %s share?",
                        "Name the author that has worked with %s and with %s."),
                first,
                second);
    }
}
