package org.jackknife.score.trace;

import java.util.List;
import org.jackknife.api.trajectory.Trajectory;
import org.jackknife.score.internal.CanonicalAction;
import org.jackknife.score.internal.CanonicalAction.Form;
import org.jackknife.score.internal.EditPath;
import org.jackknife.score.internal.EditPath.Edit;
import org.jackknife.score.internal.EditPath.Operation;

/** Names the edits of an alignment by what they mean for the candidate. */
record Divergences(EditPath path, Trajectory candidate) {

    List<Divergence> list() {
        return path.edits().stream()
                .filter(edit -> edit.operation() != Operation.MATCH)
                .map(edit -> new Divergence(
                        kind(edit), edit.reference(), edit.candidate(), words(edit.expected()), words(edit.actual())))
                .toList();
    }

    private static String words(CanonicalAction action) {
        return action == null ? "" : action.toString();
    }

    private Divergence.Kind kind(Edit edit) {
        if (edit.operation() == Operation.OMIT) {
            return stoppedAt(edit.candidate()) ? Divergence.Kind.STOP : Divergence.Kind.MISSING;
        }
        CanonicalAction expected = edit.expected();
        CanonicalAction actual = edit.actual();
        if (actual.form() == Form.UNREADABLE) {
            return Divergence.Kind.FORMAT;
        }
        if (expected == null) {
            return Divergence.Kind.EXTRA;
        }
        if (expected.form() == Form.CALL && actual.form() == Form.WORDS) {
            return Divergence.Kind.FORMAT;
        }
        return expected.sameTool(actual) ? Divergence.Kind.ARGUMENT : Divergence.Kind.TOOL;
    }

    /**
     * Whether the candidate did nothing more from this step on, or only ended the episode without success, as by calling
     * a tool that hands in the answer.
     */
    private boolean stoppedAt(int step) {
        int left = candidate.steps().size() - step;
        boolean onlyTheEnd = left == 1 && candidate.steps().getLast().feedback().done();
        return left == 0 || onlyTheEnd && !TraceAlignment.succeeded(candidate);
    }
}
