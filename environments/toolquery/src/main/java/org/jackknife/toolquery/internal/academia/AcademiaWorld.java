package org.jackknife.toolquery.internal.academia;

import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jackknife.api.environment.EnvironmentException;

/** Two graphs: papers joined by citations, authors joined by papers they wrote together. Edges have no direction. */
public record AcademiaWorld(
        List<Paper> papers, List<Citation> citations, List<Author> authors, List<Collaboration> collaborations) {

    /** A node of the paper graph. */
    public record Paper(
            String id, String title, List<String> authors, int year, String venue, int citations, List<String> keywords,
            String type) {}

    /** An edge of the paper graph: one of the two cites the other. */
    public record Citation(String paper1, String paper2, int weight) {}

    /** A node of the author graph. */
    public record Author(String name, String organisation) {}

    /** An edge of the author graph, with the ids of the papers. */
    public record Collaboration(String author1, String author2, List<String> papers) {}

    /** The paper of that title. */
    public Optional<Paper> paper(Object title) {
        return papers.stream().filter(paper -> paper.title().equals(title)).findFirst();
    }

    /** The title of the paper with that id. */
    public String title(String id) {
        return papers.stream()
                .filter(paper -> paper.id().equals(id))
                .map(Paper::title)
                .findFirst()
                .orElseThrow(() -> new EnvironmentException("an edge of the author graph names the unknown paper " + id));
    }

    /** The author of that name. */
    public Optional<Author> author(Object name) {
        return authors.stream().filter(author -> author.name().equals(name)).findFirst();
    }

    /** The titles of papers joined to this one, in the order of the edges. */
    public List<String> paperNeighbours(String title) {
        return citations.stream()
                .flatMap(edge -> other(title, edge.paper1(), edge.paper2()))
                .toList();
    }

    /** The names of authors who wrote with this one, in the order of the edges. */
    public List<String> authorNeighbours(String name) {
        return collaborations.stream()
                .flatMap(edge -> other(name, edge.author1(), edge.author2()))
                .toList();
    }

    private static Stream<String> other(String node, String end1, String end2) {
        if (end1.equals(node)) {
            return Stream.of(end2);
        }
        return end2.equals(node) ? Stream.of(end1) : Stream.empty();
    }

    /** The edge between two papers, named by title. */
    public Optional<Citation> citation(Object node1, Object node2) {
        return edge(citations, edge -> joins(edge.paper1(), edge.paper2(), node1, node2));
    }

    /** The edge between two authors. */
    public Optional<Collaboration> collaboration(Object node1, Object node2) {
        return edge(collaborations, edge -> joins(edge.author1(), edge.author2(), node1, node2));
    }

    private static <E> Optional<E> edge(List<E> edges, Predicate<E> joins) {
        return edges.stream().filter(joins).findFirst();
    }

    private static boolean joins(String end1, String end2, Object node1, Object node2) {
        return end1.equals(node1) && end2.equals(node2) || end1.equals(node2) && end2.equals(node1);
    }
}
