package org.jackknife.calibration.internal;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jackknife.api.engine.ProductInput;
import org.jackknife.gguf.GgufMetadata;
import org.jackknife.gguf.GgufValue;

/**
 * Writes the inputs of a model's products into metadata, as parallel lists with an element per reader: its name, the
 * first reader of its input, and the width and the experts of that input.
 */
public final class InputList {

    private static final String TENSORS = "jackknife.calibration.tensors";
    private static final String INPUTS = "jackknife.calibration.inputs";
    private static final String WIDTHS = "jackknife.calibration.widths";
    private static final String EXPERTS = "jackknife.calibration.experts";

    private InputList() {}

    /** Metadata with the inputs added. */
    public static GgufMetadata addTo(GgufMetadata metadata, List<ProductInput> inputs) {
        List<String> tensors = new ArrayList<>();
        List<String> firsts = new ArrayList<>();
        List<Integer> widths = new ArrayList<>();
        List<Integer> experts = new ArrayList<>();
        for (ProductInput input : inputs) {
            for (String tensor : input.tensors()) {
                tensors.add(tensor);
                firsts.add(input.tensors().getFirst());
                widths.add(input.width());
                experts.add(input.experts());
            }
        }
        return metadata.with(TENSORS, GgufValue.strings(tensors))
                .with(INPUTS, GgufValue.strings(firsts))
                .with(WIDTHS, integers(widths))
                .with(EXPERTS, integers(experts));
    }

    private static GgufValue integers(List<Integer> values) {
        return GgufValue.i32s(values.stream().mapToInt(Integer::intValue).toArray());
    }

    /** The inputs in metadata, in the order in which they were added; empty where there are none. */
    public static List<ProductInput> of(GgufMetadata metadata) {
        List<String> tensors = metadata.strings(TENSORS).orElse(List.of());
        List<String> firsts = metadata.strings(INPUTS).orElse(List.of());
        List<Long> widths = metadata.integers(WIDTHS).orElse(List.of());
        List<Long> experts = metadata.integers(EXPERTS).orElse(List.of());
        int count = tensors.size();
        if (firsts.size() != count || widths.size() != count || experts.size() != count) {
            return List.of();
        }
        Map<String, ProductInput> inputs = new LinkedHashMap<>();
        for (int i = 0; i < count; i++) {
            int width = Math.toIntExact(widths.get(i));
            int routed = Math.toIntExact(experts.get(i));
            String tensor = tensors.get(i);
            inputs.merge(firsts.get(i), new ProductInput(List.of(tensor), width, routed), InputList::joined);
        }
        return List.copyOf(inputs.values());
    }

    private static ProductInput joined(ProductInput input, ProductInput more) {
        List<String> tensors = new ArrayList<>(input.tensors());
        tensors.addAll(more.tensors());
        return new ProductInput(tensors, input.width(), input.experts());
    }
}
