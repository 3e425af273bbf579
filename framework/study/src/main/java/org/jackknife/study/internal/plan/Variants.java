package org.jackknife.study.internal.plan;

import java.util.ArrayList;
import java.util.List;
import org.jackknife.api.model.Recipe;
import org.jackknife.study.JournalEvent.VariantEntry;
import org.jackknife.study.ModelSource;
import org.jackknife.study.Scenario;

/** The variants of a scenario: each model dense, dense again where asked, and with every recipe. */
public final class Variants {

    private Variants() {}

    /**
     * One variant.
     *
     * @param entry as the journal names it
     * @param model where its model comes from
     * @param recipe what is applied to it
     */
    public record Named(VariantEntry entry, ModelSource model, Recipe recipe) {

        public String name() {
            return entry.name();
        }
    }

    /** All variants, each model's dense one first. */
    public static List<Named> of(Scenario scenario) {
        List<Named> variants = new ArrayList<>();
        for (ModelSource model : scenario.models()) {
            variants.add(named(scenario, model, Scenario.DENSE, Recipe.DENSE));
            if (scenario.repeatDense()) {
                variants.add(named(scenario, model, Scenario.REPEATED_DENSE, Recipe.DENSE));
            }
            if (model.compressible()) {
                scenario.recipes().forEach((label, recipe) -> variants.add(named(scenario, model, label, recipe)));
            }
        }
        return variants;
    }

    private static Named named(Scenario scenario, ModelSource model, String label, Recipe recipe) {
        // with one model its name would only repeat itself in every row
        String prefix = scenario.models().size() == 1 ? "" : model.name() + "/";
        return new Named(
                new VariantEntry(
                        prefix + label, label, model.name(), recipe.toString(), prefix + Scenario.DENSE),
                model,
                recipe);
    }
}
