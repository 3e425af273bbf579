package org.jackknife.toolquery.internal.weather;

/** Distances on the Earth, in kilometres; coordinates in degrees. */
public final class Earth {

    private static final double RADIUS_KM = 6371;

    /** WGS-84: semi-major axis in metres, flattening. */
    private static final double A = 6_378_137.0;

    private static final double F = 1 / 298.257223563;
    private static final double B = A * (1 - F);

    /** About 6 micrometres; the double's own resolution is not far below. */
    private static final double CONVERGED = 1e-12;

    private static final int MAX_ITERATIONS = 200;

    private Earth() {}

    /** Distance on a sphere of 6371 km, by the haversine formula. */
    public static double greatCircle(double latitude1, double longitude1, double latitude2, double longitude2) {
        double phi1 = Math.toRadians(latitude1);
        double phi2 = Math.toRadians(latitude2);
        double sinHalfLatitude = Math.sin((phi2 - phi1) / 2);
        double sinHalfLongitude = Math.sin(Math.toRadians(longitude2 - longitude1) / 2);
        double h = sinHalfLatitude * sinHalfLatitude
                + Math.cos(phi1) * Math.cos(phi2) * sinHalfLongitude * sinHalfLongitude;
        return 2 * RADIUS_KM * Math.atan2(Math.sqrt(h), Math.sqrt(1 - h));
    }

    /**
     * Length of the geodesic on the WGS-84 ellipsoid, by Vincenty's inverse formula (Survey Review 23, 1975); good to
     * a tenth of a millimetre.
     *
     * <p>The iteration does not converge for nearly antipodal points; then the spherical distance is returned, which is
     * off by up to half a percent.
     */
    public static double geodesic(double latitude1, double longitude1, double latitude2, double longitude2) {
        double difference = Math.toRadians(longitude2 - longitude1);
        Vincenty state = new Vincenty(reduced(latitude1), reduced(latitude2));
        double lambda = difference;
        for (int i = 0; i < MAX_ITERATIONS; i++) {
            double next = state.step(difference, lambda);
            if (state.coincident()) {
                return 0;
            }
            if (Math.abs(next - lambda) < CONVERGED) {
                return state.metres() / 1000;
            }
            lambda = next;
        }
        return greatCircle(latitude1, longitude1, latitude2, longitude2);
    }

    /** Latitude on the auxiliary sphere. */
    private static double reduced(double latitude) {
        return Math.atan((1 - F) * Math.tan(Math.toRadians(latitude)));
    }

    /** One iteration's quantities, under the names of the paper. */
    private static final class Vincenty {
        private final double sinU1;
        private final double cosU1;
        private final double sinU2;
        private final double cosU2;
        private double sigma;
        private double sinSigma;
        private double cosSigma;
        private double cosSquaredAlpha;
        private double cos2SigmaM;

        Vincenty(double u1, double u2) {
            sinU1 = Math.sin(u1);
            cosU1 = Math.cos(u1);
            sinU2 = Math.sin(u2);
            cosU2 = Math.cos(u2);
        }

        /** Equations 14 to 18, 10 and 11: the next longitude difference on the auxiliary sphere. */
        double step(double difference, double lambda) {
            double cross = cosU2 * Math.sin(lambda);
            double along = cosU1 * sinU2 - sinU1 * cosU2 * Math.cos(lambda);
            sinSigma = Math.hypot(cross, along);
            cosSigma = sinU1 * sinU2 + cosU1 * cosU2 * Math.cos(lambda);
            sigma = Math.atan2(sinSigma, cosSigma);
            double sinAlpha = sinSigma == 0 ? 0 : cosU1 * cosU2 * Math.sin(lambda) / sinSigma;
            cosSquaredAlpha = 1 - sinAlpha * sinAlpha;
            // on the equator the midpoint term is multiplied by zero everywhere
            cos2SigmaM = cosSquaredAlpha == 0 ? 0 : cosSigma - 2 * sinU1 * sinU2 / cosSquaredAlpha;
            double c = F / 16 * cosSquaredAlpha * (4 + F * (4 - 3 * cosSquaredAlpha));
            double series = cos2SigmaM + c * cosSigma * (2 * cos2SigmaM * cos2SigmaM - 1);
            return difference + (1 - c) * F * sinAlpha * (sigma + c * sinSigma * series);
        }

        boolean coincident() {
            return sinSigma == 0 && cosSigma > 0;
        }

        /** Equations 3, 4, 6 and 19. */
        double metres() {
            double uSquared = cosSquaredAlpha * (A * A - B * B) / (B * B);
            double a = 1 + uSquared / 16384 * (4096 + uSquared * (-768 + uSquared * (320 - 175 * uSquared)));
            double b = uSquared / 1024 * (256 + uSquared * (-128 + uSquared * (74 - 47 * uSquared)));
            double m = 2 * cos2SigmaM * cos2SigmaM - 1;
            double last = b / 6 * cos2SigmaM * (4 * sinSigma * sinSigma - 3) * (4 * cos2SigmaM * cos2SigmaM - 3);
            double deltaSigma = b * sinSigma * (cos2SigmaM + b / 4 * (cosSigma * m - last));
            return B * a * (sigma - deltaSigma);
        }
    }
}
