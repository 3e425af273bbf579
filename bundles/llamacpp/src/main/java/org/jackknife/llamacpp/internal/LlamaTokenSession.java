package org.jackknife.llamacpp.internal;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jackknife.api.engine.ActivationListener;
import org.jackknife.api.engine.ContextLengthException;
import org.jackknife.api.engine.ProductInput;
import org.jackknife.api.engine.TokenSession;

/**
 * The token side of a model, on a context of its own, so that the chat side's cache stays as it is. Every call begins
 * with an empty context and asks for the logits of every token: llama.cpp drops rows of the last layer that nobody
 * asked for, and their activations with them.
 */
public final class LlamaTokenSession implements TokenSession, AutoCloseable {

    private final NativeModel model;
    private final GraphNodes nodes;
    private final ActivationProbe probe;
    private final NativeContext context;
    private ProductScan products;

    public LlamaTokenSession(NativeModel model, ContextSettings settings) {
        this.model = model;
        this.nodes = new GraphNodes(model.library().layout());
        this.probe = new ActivationProbe(nodes);
        this.context = new NativeContext(model, settings, Optional.of(probe));
    }

    /** Hears that the tokens [from, end) were computed. */
    private interface BatchVisitor {
        void accept(int from, int end);
    }

    /** Receives the logits after one token. */
    private interface LogitsVisitor {
        void accept(int position, float[] logits);
    }

    @Override
    public int vocabularySize() {
        return model.vocabulary().size();
    }

    @Override
    public int[] tokenize(String text, boolean special) {
        return model.vocabulary().tokenize(text, special);
    }

    @Override
    public String detokenize(int[] tokens) {
        return model.vocabulary().detokenize(tokens);
    }

    @Override
    public float[][] logits(int[] tokens) {
        float[][] all = new float[tokens.length][];
        forEachLogits(tokens, (position, logits) -> all[position] = logits.clone());
        return all;
    }

    @Override
    public List<ProductInput> inputs() {
        return products().inputs();
    }

    /** One token shows every product, whatever it is. */
    private ProductScan products() {
        if (products == null) {
            ProductScan scan = new ProductScan(nodes);
            watched(scan, () -> forEachBatch(new int[1], (from, end) -> { }));
            products = scan;
        }
        return products;
    }

    @Override
    public void activations(int[] tokens, Set<String> tensors, ActivationListener listener) {
        requireRoom(tokens);
        try (ActivationRows rows = new ActivationRows(nodes, model.library().ggml())) {
            ActivationWatch watch = new ActivationWatch(nodes, rows, products(), tensors, listener);
            if (!watch.wantsNothing()) {
                watched(watch, () -> forEachBatch(tokens, (from, end) -> watch.restart()));
            }
        }
    }

    private void watched(NodeVisitor visitor, Runnable computation) {
        probe.watch(visitor);
        try {
            computation.run();
        } finally {
            probe.finish();
        }
    }

    @Override
    public void replaceWeights(String tensor, int expert, float[] weights) {
        new LoadedWeights(model, nodes, products().weights()).replace(tensor, expert, weights);
    }

    @Override
    public double perplexity(int[] tokens) {
        if (tokens.length < 2) {
            throw new IllegalArgumentException(
                    "perplexity needs at least two tokens, given are %d".formatted(tokens.length));
        }
        double[] sum = {0};
        forEachLogits(tokens, (position, logits) -> {
            if (position + 1 < tokens.length) {
                sum[0] += logSumExp(logits) - logits[tokens[position + 1]];
            }
        });
        return Math.exp(sum[0] / (tokens.length - 1));
    }

    /** log(sum(exp(x))), with the largest taken out so that nothing overflows. */
    static double logSumExp(float[] logits) {
        float highest = logits[Sampler.likeliest(logits)];
        double sum = 0;
        for (float logit : logits) {
            sum += Math.exp(logit - (double) highest);
        }
        return highest + Math.log(sum);
    }

    private void forEachLogits(int[] tokens, LogitsVisitor visitor) {
        float[] logits = new float[vocabularySize()];
        forEachBatch(tokens, (from, end) -> {
            for (int i = from; i < end; i++) {
                context.copyLogits(i - from, logits);
                visitor.accept(i, logits);
            }
        });
    }

    private void forEachBatch(int[] tokens, BatchVisitor visitor) {
        requireRoom(tokens);
        context.clear();
        int batch = context.settings().batch();
        for (int from = 0; from < tokens.length && !probe.failed(); from += batch) {
            int end = Math.min(tokens.length, from + batch);
            context.batch().clear();
            for (int i = from; i < end; i++) {
                context.add(tokens[i], i, 0, true);
            }
            context.decode(StopSignal.NEVER);
            visitor.accept(from, end);
        }
    }

    private void requireRoom(int[] tokens) {
        if (tokens.length > context.size()) {
            throw new ContextLengthException(tokens.length, context.size());
        }
    }

    @Override
    public void close() {
        context.close();
    }
}
