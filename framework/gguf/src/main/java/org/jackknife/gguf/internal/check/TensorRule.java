package org.jackknife.gguf.internal.check;

import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jackknife.gguf.Gguf;
import org.jackknife.gguf.TensorInfo;
import org.jackknife.gguf.TensorType;

/** Checks types of tensors, and names and shapes against those that the hyperparameters demand. */
public final class TensorRule implements Rule {
    /** ggml has no matrix product for these: activations are stored so, or numbers that no weight is made of. */
    private static final Set<TensorType> NOT_FOR_WEIGHTS = EnumSet.of(
            TensorType.Q8_1,
            TensorType.Q8_K,
            TensorType.I8,
            TensorType.I16,
            TensorType.I32,
            TensorType.I64,
            TensorType.F64);

    @Override
    public void check(Gguf model, Findings findings) {
        if (model.tensors().isEmpty()) {
            findings.error(model.path().toString(), "has no tensors");
        }
        model.tensors().forEach(tensor -> checkType(tensor, findings));
        if (!ArchitectureTensors.KNOWN.contains(model.architecture())) {
            findings.warning("general.architecture", "tensor names and shapes of '" + model.architecture()
                    + "' were not checked; known are " + ArchitectureTensors.KNOWN);
            return;
        }
        Hyperparameters.of(model.metadata()).ifPresent(sizes -> checkShapes(model, sizes, findings));
    }

    private static void checkType(TensorInfo tensor, Findings findings) {
        if (NOT_FOR_WEIGHTS.contains(tensor.type())) {
            findings.error(tensor.name(), "has type " + tensor.type() + ", with which ggml cannot compute");
        } else if (tensor.shape().size() == 1 && tensor.type() != TensorType.F32) {
            findings.error(tensor.name(), "has one dimension and type " + tensor.type()
                    + "; ggml adds and multiplies vectors in F32 only");
        }
    }

    private static void checkShapes(Gguf model, Hyperparameters sizes, Findings findings) {
        Map<String, List<Long>> allowed = new HashMap<>();
        for (ArchitectureTensors.Expected expected : ArchitectureTensors.of(sizes)) {
            allowed.put(expected.name(), expected.shape());
            Optional<TensorInfo> tensor = model.tensor(expected.name());
            if (tensor.isEmpty() && expected.required()) {
                findings.error(expected.name(), "is missing; its shape would be " + expected.shape());
            }
            tensor.filter(found -> !sameShape(found, expected.shape()))
                    .ifPresent(found -> findings.error(
                            found.name(), "has shape " + found.shape() + ", the hyperparameters demand "
                                    + expected.shape()));
        }
        Set<String> unknown = new HashSet<>();
        model.tensors().stream().map(TensorInfo::name).filter(name -> !allowed.containsKey(name)).forEach(unknown::add);
        unknown.forEach(name -> findings.error(
                name, "is no tensor of a " + sizes.architecture() + " model with " + sizes.blocks() + " blocks"));
    }

    /** Trailing ones make no difference. */
    private static boolean sameShape(TensorInfo tensor, List<Long> shape) {
        for (int i = 0; i < Math.max(tensor.shape().size(), shape.size()); i++) {
            if (tensor.length(i) != (i < shape.size() ? shape.get(i) : 1)) {
                return false;
            }
        }
        return true;
    }
}
