package org.jackknife.score.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.jackknife.score.internal.CanonicalAction.Form;
import org.jackknife.score.internal.EditPath.Edit;
import org.jackknife.score.internal.EditPath.Operation;
import org.junit.jupiter.api.Test;

/** The table of costs against a plain search through all ways. */
class EditPathTest {

    @Test
    void noWayIsCheaperAndEveryActionStandsInItOnce() {
        Random random = new Random(7);
        for (int round = 0; round < 300; round++) {
            List<CanonicalAction> reference = actions(random);
            List<CanonicalAction> candidate = actions(random);
            EditPath path = EditPath.between(reference, candidate);
            assertThat(path.edits().stream().mapToInt(EditPathTest::cost).sum())
                    .as("%s against %s", candidate, reference)
                    .isEqualTo(cheapest(reference, candidate));
            assertThat(path.edits().stream().map(Edit::expected).filter(a -> a != null)).isEqualTo(reference);
            assertThat(path.edits().stream().map(Edit::actual).filter(a -> a != null)).isEqualTo(candidate);
        }
    }

    private static List<CanonicalAction> actions(Random random) {
        List<CanonicalAction> actions = new ArrayList<>();
        for (int i = random.nextInt(6); i > 0; i--) {
            actions.add(new CanonicalAction(Form.CALL, "abc".charAt(random.nextInt(3)) + "", "" + random.nextInt(2)));
        }
        return actions;
    }

    private static int cost(Edit edit) {
        return edit.operation() == Operation.ADD || edit.operation() == Operation.OMIT
                ? 2
                : pairCost(edit.expected(), edit.actual());
    }

    private static int pairCost(CanonicalAction a, CanonicalAction b) {
        return a.equals(b) ? 0 : a.tool().equals(b.tool()) ? 2 : 3;
    }

    private static int cheapest(List<CanonicalAction> a, List<CanonicalAction> b) {
        if (a.isEmpty() || b.isEmpty()) {
            return 2 * (a.size() + b.size());
        }
        List<CanonicalAction> restA = a.subList(1, a.size());
        List<CanonicalAction> restB = b.subList(1, b.size());
        int paired = pairCost(a.getFirst(), b.getFirst()) + cheapest(restA, restB);
        return Math.min(paired, 2 + Math.min(cheapest(restA, b), cheapest(a, restB)));
    }
}
