package org.jackknife.awq.internal;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.stream.Stream;
import org.jackknife.compression.Matrix;
import org.jackknife.compression.grid.GridFormat;
import org.jackknife.compression.grid.GridFormats;
import org.jackknife.compression.grid.UniformScheme;
import org.jackknife.testkit.HexFloats;

/**
 * One line of what {@code awq_golden.py} made with NumPy.
 *
 * @param scheme how weights are rounded
 * @param duo whether magnitudes of weights are in the scales
 * @param x activations, shape [tokens][columns]
 * @param weights of two matrices that read them
 * @param losses of the exponents 0, 0.05, …
 * @param best the exponent that won
 * @param scales those of the winner
 * @param cuts a digit for each group of each row of the second matrix
 * @param integers two hexadecimal digits for each weight of each matrix
 * @param errors relative errors of the outputs of each matrix
 */
record AwqGolden(
        String name,
        UniformScheme scheme,
        boolean duo,
        int columns,
        float[] x,
        float[][] weights,
        double[] losses,
        int best,
        float[] scales,
        String cuts,
        String[] integers,
        double[] errors) {

    static Stream<AwqGolden> all() throws IOException {
        try (InputStream file = AwqGolden.class.getResourceAsStream("/org/jackknife/awq/awq_golden.txt")) {
            return new String(file.readAllBytes(), StandardCharsets.US_ASCII).lines().map(AwqGolden::read);
        }
    }

    private static AwqGolden read(String line) {
        String[] f = line.split(" ");
        return new AwqGolden(
                f[0],
                new UniformScheme(Integer.parseInt(f[1]), Boolean.parseBoolean(f[2]), Integer.parseInt(f[3]), false),
                Boolean.parseBoolean(f[4]),
                Integer.parseInt(f[6]),
                HexFloats.parse(f[9]),
                new float[][] {HexFloats.parse(f[10]), HexFloats.parse(f[11])},
                Arrays.stream(f[12].split(",")).mapToDouble(Double::parseDouble).toArray(),
                Integer.parseInt(f[13]),
                HexFloats.parse(f[14]),
                f[15],
                new String[] {f[16], f[17]},
                new double[] {Double.parseDouble(f[18]), Double.parseDouble(f[19])});
    }

    GridFormat format() {
        return GridFormats.uniform(scheme);
    }

    /** A matrix, in an array of its own. */
    Matrix matrix(int number) {
        return new Matrix("w" + number, 0, weights[number].length / columns, columns, weights[number].clone());
    }

    /** mean|x| of each channel. */
    double[] means() {
        double[] means = new double[columns];
        for (int i = 0; i < x.length; i++) {
            means[i % columns] += Math.abs(x[i]) / (double) (x.length / columns);
        }
        return means;
    }

    @Override
    public String toString() {
        return name;
    }
}
