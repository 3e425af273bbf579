package org.jackknife.toolquery.internal.generate;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;

/** Invents names from syllables and words; no name is given twice by one instance. */
public final class Names {

    private static final List<String> CITY_STARTS = List.of(
            "Nor", "Kes", "Bran", "Hal", "Mir", "Tor", "Eld", "Wes", "Fal", "Gren", "Ost", "Lin", "Ard", "Cal", "Dun",
            "Har", "Ival", "Jor", "Lor", "Mal", "Ned", "Oran", "Pel", "Quar", "Ros", "Sel", "Tam", "Ul", "Var", "Yel");
    private static final List<String> CITY_MIDDLES = List.of("", "", "a", "en", "er", "i", "o", "in", "ter", "u");
    private static final List<String> CITY_ENDS = List.of(
            "vale", "mouth", "ford", "holm", "wick", "stad", "burg", "port", "haven", "ton", "by", "dal", "field", "mere",
            "ness", "gate", "bridge", "moor");
    private static final List<String> FIRST_STARTS = List.of(
            "Al", "Be", "Ca", "Da", "El", "Fi", "Ga", "Ha", "Is", "Jo", "Ka", "Le", "Ma", "Ni", "Or", "Pa", "Ro", "Sa",
            "Te", "Vi");
    private static final List<String> FIRST_ENDS =
            List.of("na", "ra", "vin", "lo", "mira", "son", "rik", "tia", "bel", "dan", "lia", "mon", "nor", "sa", "ten");
    private static final List<String> FAMILY_STARTS = List.of(
            "Ash", "Bor", "Cor", "Dahl", "Er", "Fen", "Gar", "Hol", "Kir", "Lan", "Mor", "Nas", "Olm", "Pern", "Rav",
            "Sand", "Tal", "Ven", "Wil", "Zan");
    private static final List<String> FAMILY_ENDS = List.of(
            "berg", "dale", "ell", "er", "gren", "ham", "ik", "land", "mann", "ov", "quist", "ridge", "sen", "stone", "wood");
    private static final List<String> TITLE_ADJECTIVES = List.of(
            "Silver", "Broken", "Silent", "Crimson", "Hidden", "Golden", "Last", "Distant", "Burning", "Frozen", "Hollow",
            "Paper", "Midnight", "Restless", "Amber", "Bitter", "Gentle", "Iron", "Pale", "Wandering");
    private static final List<String> TITLE_NOUNS = List.of(
            "Harbour", "Garden", "Mirror", "River", "Lantern", "Compass", "Orchard", "Station", "Bridge", "Winter",
            "Letter", "Island", "Voyage", "Shadow", "Clock", "Canyon", "Meadow", "Signal", "Tower", "Kingdom");
    private static final List<String> PAPER_ADJECTIVES = List.of(
            "Sparse", "Robust", "Adaptive", "Scalable", "Deep", "Latent", "Dynamic", "Efficient", "Causal", "Spectral",
            "Private", "Neural", "Federated", "Modular", "Stochastic", "Convex");
    private static final List<String> PAPER_OBJECTS = List.of(
            "Graph", "Image", "Query", "Speech", "Network", "Tensor", "Table", "Stream", "Text", "Video", "Sensor",
            "Kernel", "Schema", "Signal", "Motion", "Cache");
    private static final List<String> PAPER_ACTIONS = List.of(
            "Ranking", "Matching", "Search", "Pruning", "Clustering", "Indexing", "Routing", "Planning", "Parsing",
            "Sampling", "Tracking", "Alignment", "Repair", "Coding", "Fusion", "Retrieval");

    private final Dice dice;
    private final Set<String> given = new HashSet<>();

    public Names(Dice dice) {
        this.dice = dice;
    }

    private String fresh(Supplier<String> maker) {
        String name = maker.get();
        while (!given.add(name)) {
            name = maker.get();
        }
        return name;
    }

    /** Such as Kesterholm. */
    public String city() {
        return fresh(() -> dice.pick(CITY_STARTS) + dice.pick(CITY_MIDDLES) + dice.pick(CITY_ENDS));
    }

    /** Such as Benor Dahlgren. */
    public String person() {
        return fresh(() ->
                dice.pick(FIRST_STARTS) + dice.pick(FIRST_ENDS) + " " + dice.pick(FAMILY_STARTS) + dice.pick(FAMILY_ENDS));
    }

    /** A single first name, such as Vilia. */
    public String character() {
        return fresh(() -> dice.pick(FIRST_STARTS) + dice.pick(FIRST_ENDS));
    }

    /** Such as Silent Lantern, or Silent Lantern of Orvale. */
    public String movie() {
        return fresh(() -> {
            String title = dice.pick(TITLE_ADJECTIVES) + " " + dice.pick(TITLE_NOUNS);
            return dice.chance(50) ? title : title + " of " + dice.pick(CITY_STARTS) + dice.pick(CITY_ENDS);
        });
    }

    /** Such as Sparse Graph Ranking. */
    public String paper() {
        return fresh(() ->
                dice.pick(PAPER_ADJECTIVES) + " " + dice.pick(PAPER_OBJECTS) + " " + dice.pick(PAPER_ACTIONS));
    }

    /** Two capital letters. */
    public String countryCode() {
        return "" + (char) dice.between('A', 'Z') + (char) dice.between('A', 'Z');
    }

    /** A number of three or four digits. */
    public int id() {
        return Integer.parseInt(fresh(() -> Integer.toString(dice.between(100, 9999))));
    }
}
