package org.jackknife.toolquery.internal.academia;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.jackknife.toolquery.internal.Observed;
import org.jackknife.toolquery.internal.academia.AcademiaWorld.Author;
import org.jackknife.toolquery.internal.academia.AcademiaWorld.Citation;
import org.jackknife.toolquery.internal.academia.AcademiaWorld.Collaboration;
import org.jackknife.toolquery.internal.academia.AcademiaWorld.Paper;
import org.junit.jupiter.api.Test;

class AcademiaToolsTest {

    private static final AcademiaWorld WORLD = new AcademiaWorld(
            List.of(
                    new Paper("p0", "On Trees", List.of("Ann", "Bob"), 2001, "V", 7, List.of("trees"), "Journal"),
                    new Paper("p1", "On Graphs", List.of("Ann"), 2002, "W", 8, List.of(), "Journal"),
                    new Paper("p2", "On Sets", List.of("Bob"), 2003, "X", 9, List.of(), "Journal")),
            List.of(new Citation("On Graphs", "On Trees", 1), new Citation("On Trees", "On Sets", 2)),
            List.of(new Author("Ann", "Org A"), new Author("Bob", "Org B"), new Author("Cid", "Org C")),
            List.of(new Collaboration("Ann", "Bob", List.of("p0"))));

    private final Observed tools = new Observed(new AcademiaTools(WORLD));

    private void load() {
        assertThat(tools.see("loadPaperNet")).isEqualTo("PaperNet is loaded.");
        assertThat(tools.see("loadAuthorNet")).isEqualTo("AuthorNet is loaded.");
    }

    @Test
    void nothingAnswersBeforeItsGraphIsLoaded() {
        assertThat(tools.see("paperNodeCheck", "node", "On Trees")).isEqualTo("Please load the PaperNet first.");
        assertThat(tools.see("neighbourCheck", "graph", "PaperNet", "node", "x")).isEqualTo("Please load the PaperNet first.");
        assertThat(tools.see("paperEdgeCheck", "node1", "x", "node2", "y")).isEqualTo("Please load the PaperNet first.");
        tools.see("loadPaperNet");
        assertThat(tools.see("authorNodeCheck", "node", "Ann")).isEqualTo("Please load the AuthorNet first.");
        assertThat(tools.see("authorEdgeCheck", "node1", "x", "node2", "y")).isEqualTo("Please load the AuthorNet first.");
        assertThat(tools.call("authorNodeCheck", "node", "Ann").grounded()).isTrue();
    }

    @Test
    void shapes() {
        load();
        assertThat(tools.see("paperNodeCheck", "node", "On Trees"))
                .isEqualTo("{'authors': ['Ann', 'Bob'], 'year': 2001, 'venue': 'V', 'n_citation': 7, "
                        + "'keywords': ['trees'], 'doc_type': 'Journal'}");
        assertThat(tools.see("authorNodeCheck", "node", "Ann")).isEqualTo("{'name': 'Ann', 'org': 'Org A'}");
        assertThat(tools.see("paperEdgeCheck", "node1", "On Sets", "node2", "On Trees")).isEqualTo("{'weight': 2}");
        assertThat(tools.see("authorEdgeCheck", "node1", "Bob", "node2", "Ann"))
                .isEqualTo("{'weight': 1, 'collaborative_papers': ['On Trees']}");
    }

    @Test
    void neighboursComeInTheOrderOfTheEdgesUnderBothSpellings() {
        load();
        for (String name : List.of("neighbourCheck", "neighborCheck")) {
            assertThat(tools.see(name, "graph", "PaperNet", "node", "On Trees")).isEqualTo("['On Graphs', 'On Sets']");
            assertThat(tools.see(name, "graph", "AuthorNet", "node", "Bob")).isEqualTo("['Ann']");
        }
    }

    @Test
    void failures() {
        load();
        assertThat(tools.see("paperNodeCheck", "node", "On Rings"))
                .isEqualTo("There is no node named On Rings in the PaperNet.");
        assertThat(tools.see("neighbourCheck", "graph", "AuthorNet", "node", "Dan"))
                .isEqualTo("There is no node named Dan in the AuthorNet.");
        assertThat(tools.see("authorEdgeCheck", "node1", "Ann", "node2", "Dan"))
                .isEqualTo("There is no node named Dan in the AuthorNet.");
        assertThat(tools.see("authorEdgeCheck", "node1", "Ann", "node2", "Cid"))
                .isEqualTo("There is no edge between Ann and Cid.");
        assertThat(tools.see("neighbourCheck", "graph", "Papers", "node", "x")).isEqualTo("ERROR | KeyError('Papers')");
        var call = tools.call("authorNodeCheck", "node", "Dan");
        assertThat(call.grounded()).isTrue();
        assertThat(call.log()).containsExactly("Calling authorNodeCheck with {'node': 'Dan'} failed");
    }
}
