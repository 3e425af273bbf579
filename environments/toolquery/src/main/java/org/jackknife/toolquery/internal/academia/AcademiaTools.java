package org.jackknife.toolquery.internal.academia;

import static org.jackknife.toolquery.internal.tool.Parameter.text;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jackknife.toolquery.internal.academia.AcademiaWorld.Author;
import org.jackknife.toolquery.internal.academia.AcademiaWorld.Paper;
import org.jackknife.toolquery.internal.tool.Arguments;
import org.jackknife.toolquery.internal.tool.Outcome;
import org.jackknife.toolquery.internal.tool.Parameter;
import org.jackknife.toolquery.internal.tool.Tool;
import org.jackknife.toolquery.internal.tool.Toolbox;
import org.jackknife.toolquery.internal.value.PythonException;
import org.jackknife.chat.python.PythonLiteral;
import org.jackknife.toolquery.internal.value.Values;

/** The academia tools: two graphs that answer only after they are loaded; loading lasts for the episode. */
public final class AcademiaTools implements Toolbox {

    private static final String PAPER_NET = "PaperNet";
    private static final String AUTHOR_NET = "AuthorNet";
    private static final List<Parameter> ONE_NODE = List.of(text("node"));
    private static final List<Parameter> TWO_NODES = List.of(text("node1"), text("node2"));

    private final AcademiaWorld world;
    private final List<Tool> tools;
    private boolean papersLoaded;
    private boolean authorsLoaded;

    public AcademiaTools(AcademiaWorld world) {
        this.world = world;
        this.tools = List.of(
                new Tool("loadPaperNet", "load the graph of papers", List.of(), _ -> loadPapers()),
                new Tool("loadAuthorNet", "load the graph of authors", List.of(), _ -> loadAuthors()),
                new Tool(
                        "neighbourCheck",
                        "neighbours of a node in PaperNet or AuthorNet",
                        List.of(text("graph"), text("node")),
                        this::neighbours),
                new Tool("authorNodeCheck", "facts of an author", ONE_NODE, this::authorNode),
                new Tool("paperNodeCheck", "facts of a paper", ONE_NODE, this::paperNode),
                new Tool("authorEdgeCheck", "what joins two authors", TWO_NODES, this::authorEdge),
                new Tool("paperEdgeCheck", "what joins two papers", TWO_NODES, this::paperEdge));
    }

    @Override
    public List<Tool> tools() {
        return tools;
    }

    @Override
    public Map<String, String> aliases() {
        return Map.of("neighborCheck", "neighbourCheck");
    }

    private Outcome loadPapers() {
        papersLoaded = true;
        return new Outcome.Success("PaperNet is loaded.");
    }

    private Outcome loadAuthors() {
        authorsLoaded = true;
        return new Outcome.Success("AuthorNet is loaded.");
    }

    private Outcome neighbours(Arguments arguments) {
        Object graph = arguments.get("graph");
        Object node = arguments.get("node");
        if (PAPER_NET.equals(graph)) {
            return inPapers(() -> world.paper(node)
                    .map(paper -> success(world.paperNeighbours(paper.title())))
                    .orElseGet(() -> noNode(node, PAPER_NET)));
        }
        if (AUTHOR_NET.equals(graph)) {
            return inAuthors(() -> world.author(node)
                    .map(author -> success(world.authorNeighbours(author.name())))
                    .orElseGet(() -> noNode(node, AUTHOR_NET)));
        }
        throw new PythonException("KeyError", PythonLiteral.repr(graph));
    }

    private Outcome paperNode(Arguments arguments) {
        Object node = arguments.get("node");
        return inPapers(() -> world.paper(node)
                .map(paper -> success(attributes(paper)))
                .orElseGet(() -> noNode(node, PAPER_NET)));
    }

    private static Object attributes(Paper paper) {
        return Values.map(
                "authors", paper.authors(),
                "year", paper.year(),
                "venue", paper.venue(),
                "n_citation", paper.citations(),
                "keywords", paper.keywords(),
                "doc_type", paper.type());
    }

    private Outcome authorNode(Arguments arguments) {
        Object node = arguments.get("node");
        return inAuthors(() -> world.author(node)
                .map(author -> success(attributes(author)))
                .orElseGet(() -> noNode(node, AUTHOR_NET)));
    }

    private static Object attributes(Author author) {
        return Values.map("name", author.name(), "org", author.organisation());
    }

    private Outcome paperEdge(Arguments arguments) {
        Object node1 = arguments.get("node1");
        Object node2 = arguments.get("node2");
        return inPapers(() -> missing(node1, node2, world.paper(node1), world.paper(node2), PAPER_NET)
                .or(() -> world.citation(node1, node2).map(edge -> success(Values.map("weight", edge.weight()))))
                .orElseGet(() -> noEdge(node1, node2)));
    }

    private Outcome authorEdge(Arguments arguments) {
        Object node1 = arguments.get("node1");
        Object node2 = arguments.get("node2");
        return inAuthors(() -> missing(node1, node2, world.author(node1), world.author(node2), AUTHOR_NET)
                .or(() -> world.collaboration(node1, node2).map(this::papersOf))
                .orElseGet(() -> noEdge(node1, node2)));
    }

    private Outcome papersOf(AcademiaWorld.Collaboration edge) {
        List<Object> titles = new ArrayList<>();
        edge.papers().forEach(id -> titles.add(world.title(id)));
        return success(Values.map("weight", titles.size(), "collaborative_papers", titles));
    }

    /** The failure for the first of two nodes that is not in the graph. */
    private static Optional<Outcome> missing(
            Object node1, Object node2, Optional<?> found1, Optional<?> found2, String graph) {
        if (found1.isEmpty()) {
            return Optional.of(noNode(node1, graph));
        }
        return found2.isEmpty() ? Optional.of(noNode(node2, graph)) : Optional.empty();
    }

    private Outcome inPapers(Supplier<Outcome> work) {
        return papersLoaded ? work.get() : new Outcome.Failure("Please load the PaperNet first.");
    }

    private Outcome inAuthors(Supplier<Outcome> work) {
        return authorsLoaded ? work.get() : new Outcome.Failure("Please load the AuthorNet first.");
    }

    private static Outcome success(Object value) {
        return new Outcome.Success(value);
    }

    private static Outcome noNode(Object node, String graph) {
        return new Outcome.Failure("There is no node named %s in the %s.".formatted(PythonLiteral.str(node), graph));
    }

    private static Outcome noEdge(Object node1, Object node2) {
        return new Outcome.Failure(
                "There is no edge between %s and %s.".formatted(PythonLiteral.str(node1), PythonLiteral.str(node2)));
    }
}
