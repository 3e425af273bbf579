package org.jackknife.compression.internal;

import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jackknife.compression.SelectionOptions;
import org.jackknife.compression.folding.FoldGroup;
import org.jackknife.compression.folding.MatrixId;
import org.jackknife.gguf.TensorSpec;
import org.jackknife.gguf.TensorType;

/**
 * Tells which groups of a model a choice of matrices concerns, and which of those can have scales. All tensors of a group
 * must be written anew then; one that is excluded, or quantised and not chosen, stays as it is and stands in the way.
 */
final class FoldPlan {

    private final Map<String, TensorSpec> tensors = new HashMap<>();
    private final MatrixChoice choice;
    private final SelectionOptions selection;
    private final List<FoldGroup> groups;

    FoldPlan(Collection<FoldGroup> all, List<TensorSpec> tensors, MatrixChoice choice, SelectionOptions selection) {
        tensors.forEach(tensor -> this.tensors.put(tensor.name(), tensor));
        this.choice = choice;
        this.selection = selection;
        this.groups = all.stream()
                .filter(group -> group.readers().stream().anyMatch(reader -> chosen(reader.tensor())))
                .toList();
    }

    /** The groups that have a chosen reader. */
    List<FoldGroup> groups() {
        return groups;
    }

    boolean chosen(String tensor) {
        return choice.types().containsKey(tensor);
    }

    /** The type that a tensor has in the result. */
    TensorType type(String tensor) {
        TensorType type = choice.types().get(tensor);
        return type == null ? tensors.get(tensor).type() : type;
    }

    /** Why the group can have no scales; empty where it can. */
    Optional<String> obstacle(FoldGroup group) {
        return members(group).stream()
                .map(this::obstacle)
                .flatMap(Optional::stream)
                .findFirst();
    }

    private Optional<String> obstacle(String tensor) {
        if (selection.excludes(tensor)) {
            return Optional.of(tensor + " is excluded");
        }
        boolean rounded = chosen(tensor) || !tensors.get(tensor).type().quantized();
        return rounded ? Optional.empty() : Optional.of(tensor + " is quantised and not chosen");
    }

    /** The tensors that wait for the group to be decided: those that its scales change, or only the chosen readers. */
    Set<String> waiting(FoldGroup group) {
        Set<String> members = members(group);
        if (obstacle(group).isPresent()) {
            members.removeIf(tensor -> !chosen(tensor) || group.producer().tensors().contains(tensor));
        }
        return members;
    }

    private static Set<String> members(FoldGroup group) {
        Stream<String> readers = group.readers().stream().map(MatrixId::tensor);
        return Stream.concat(readers, group.producer().tensors().stream())
                .collect(LinkedHashSet::new, Set::add, Set::addAll);
    }
}
