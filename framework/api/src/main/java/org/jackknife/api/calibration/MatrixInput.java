package org.jackknife.api.calibration;

import java.util.List;
import org.jackknife.numeric.FloatMatrix;
import org.osgi.annotation.versioning.ProviderType;

/**
 * One input of matrix products: the activations X of shape [tokens][width] that one or more matrices multiply (query, key
 * and value read the same ones). Valid during the call that hands it over.
 */
@ProviderType
public interface MatrixInput {

    /** The wanted matrices that read it, in the order of the computation; never empty. */
    List<String> tensors();

    /** The expert whose matrices are meant, 0 for matrices without experts. */
    int expert();

    /** Input channels. */
    int width();

    /** Input rows seen; 0 where the corpus never reached the expert, and then {@link #gram} is zero. */
    long tokens();

    /**
     * XᵀX, summed over all rows: symmetric, both triangles filled, shape [width][width]. To be read only, from any thread.
     */
    FloatMatrix gram();

    /**
     * Puts new weights into the running model, so that later blocks see what they give. Does nothing where the
     * calibration is not sequential.
     *
     * @param tensor one of {@link #tensors}
     * @param weights row-major, shape [outputs][width], of this expert alone
     */
    void replace(String tensor, float[] weights);
}
