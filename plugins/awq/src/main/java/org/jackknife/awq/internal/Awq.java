package org.jackknife.awq.internal;

import java.io.IOException;
import java.util.Optional;
import java.util.function.Function;
import org.jackknife.api.method.MethodContext;
import org.jackknife.compression.Inputs;
import org.jackknife.compression.Matrix;
import org.jackknife.compression.MatrixWork;
import org.jackknife.compression.NamedTensor;
import org.jackknife.compression.PackedMatrix;
import org.jackknife.compression.RoundToNearest;
import org.jackknife.compression.folding.Folder;
import org.jackknife.compression.folding.FoldingWork;
import org.jackknife.compression.folding.MatrixId;
import org.jackknife.compression.grid.GridFormat;
import org.jackknife.numeric.LinearAlgebra;

/** One compression by AWQ: searches scales and cuts as Gram matrices become known, and rounds to the nearest value. */
public final class Awq implements Folder {

    private final AwqSettings settings;
    private final Function<String, GridFormat> formats;
    private final LinearAlgebra algebra;
    private final Findings findings = new Findings();

    /** @param formats the stored form of a tensor by name */
    public Awq(AwqSettings settings, Function<String, GridFormat> formats, MethodContext context) {
        this.settings = settings;
        this.formats = formats;
        this.algebra = LinearAlgebra.fastest(context.threads());
    }

    @Override
    public void decide(FoldingWork work) throws IOException {
        new AwqSearch(settings, formats, algebra, work, findings).run();
    }

    @Override
    public void store(Matrix folded, Inputs inputs, MatrixWork work) {
        MatrixId id = new MatrixId(folded.tensor(), folded.expert());
        Optional<Cuts> cuts = findings.takeCuts(id);
        if (cuts.isPresent()) {
            cuts.get().apply(folded, work.workers());
            work.note(findings.prefix(id) + cuts.get().described());
        }
        float[] importance = settings.importance() ? importance(id, inputs) : null;
        PackedMatrix target = new PackedMatrix(formats.apply(folded.tensor()), folded.columns(), work.target());
        NamedTensor.run(
                folded.tensor(), () -> RoundToNearest.quantise(folded, importance, target, work.workers()));
    }

    /** The second moments of the input as the matrix will see it, divided by the scales; null where nothing is known. */
    private float[] importance(MatrixId id, Inputs inputs) {
        float[] squares = inputs.sumOfSquares().map(float[]::clone).orElse(null);
        float[] scales = findings.scales(id);
        if (squares != null && scales != null) {
            for (int column = 0; column < squares.length; column++) {
                squares[column] /= scales[column] * scales[column];
            }
        }
        return squares;
    }
}
