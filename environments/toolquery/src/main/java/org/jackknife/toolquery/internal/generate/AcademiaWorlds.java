package org.jackknife.toolquery.internal.generate;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jackknife.toolquery.internal.academia.AcademiaWorld;
import org.jackknife.toolquery.internal.academia.AcademiaWorld.Author;
import org.jackknife.toolquery.internal.academia.AcademiaWorld.Citation;
import org.jackknife.toolquery.internal.academia.AcademiaWorld.Collaboration;
import org.jackknife.toolquery.internal.academia.AcademiaWorld.Paper;

/**
 * Invents five papers and five authors.
 *
 * <p>What goals rely on: paper i is written by the authors i and i + 1 of the ring, so that every author has two
 * co-authors and every neighbouring pair at least one paper; all venues, all organisations and all numbers of citations
 * differ; every paper is joined to two others.
 */
final class AcademiaWorlds {

    private static final int SIZE = 5;
    private static final List<String> VENUES = List.of(
            "ICGR", "NSML", "DBSYS", "WCNA", "TOPLAS", "JGRA", "EUROSEM", "SIGMAP", "IJTX", "AAQC", "PODC", "KLDB");
    private static final List<String> KEYWORDS = List.of(
            "graphs", "ranking", "privacy", "caching", "vision", "speech", "logic", "queries", "robots", "proofs", "trees",
            "hashing", "games", "chips");

    private AcademiaWorlds() {}

    static AcademiaWorld invent(Dice dice) {
        Names names = new Names(dice);
        List<Author> authors = Stream.generate(() -> new Author(names.person(), organisation(dice, names)))
                .limit(SIZE)
                .toList();
        List<String> venues = dice.pick(VENUES, SIZE);
        List<Integer> counts = dice.pick(IntStream.range(1, 400).boxed().toList(), SIZE);
        List<Paper> papers = IntStream.range(0, SIZE)
                .mapToObj(i -> new Paper(
                        "p" + i,
                        names.paper(),
                        List.of(authors.get(i).name(), authors.get((i + 1) % SIZE).name()),
                        dice.between(1990, 2023),
                        venues.get(i),
                        counts.get(i),
                        dice.pick(KEYWORDS, dice.between(2, 3)),
                        dice.chance(50) ? "Conference" : "Journal"))
                .toList();
        return new AcademiaWorld(papers, citations(dice, papers), authors, collaborations(papers));
    }

    private static String organisation(Dice dice, Names names) {
        return dice.chance(50) ? "University of " + names.city() : names.city() + " Institute";
    }

    /** A ring in random order. */
    private static List<Citation> citations(Dice dice, List<Paper> papers) {
        List<Paper> ring = dice.pick(papers, SIZE);
        return IntStream.range(0, SIZE)
                .mapToObj(i -> new Citation(
                        ring.get(i).title(), ring.get((i + 1) % SIZE).title(), dice.between(1, 9)))
                .toList();
    }

    private static List<Collaboration> collaborations(List<Paper> papers) {
        Map<List<String>, List<String>> byPair = new LinkedHashMap<>();
        papers.forEach(paper -> byPair.computeIfAbsent(paper.authors(), _ -> new ArrayList<>()).add(paper.id()));
        return byPair.entrySet().stream()
                .map(pair -> new Collaboration(
                        pair.getKey().get(0), pair.getKey().get(1), List.copyOf(pair.getValue())))
                .toList();
    }
}
