package org.jackknife.toolquery.internal.weather;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class EarthTest {

    /** A tenth of a millimetre, which Vincenty's paper states as the accuracy of the formula. */
    private static final double ACCURACY_KM = 1e-7;

    @Test
    void flindersPeakToBuninyongAsPublishedByGeoscienceAustralia() {
        // GDA technical manual; its ellipsoid GRS80 differs from WGS-84 by less than the last digit given
        double distance = Earth.geodesic(
                -(37 + 57 / 60.0 + 3.72030 / 3600),
                144 + 25 / 60.0 + 29.52440 / 3600,
                -(37 + 39 / 60.0 + 10.15610 / 3600),
                143 + 55 / 60.0 + 35.38390 / 3600);
        assertThat(distance).isCloseTo(54.972271, within(5e-7));
    }

    @Test
    void newYorkToLondonAsInTheManualOfGeographicLib() {
        // GeodSolve(1), example JFK to LHR: 5551759.400 m, by Karney's series
        assertThat(Earth.geodesic(40.6, -73.8, 51.6, -0.5)).isCloseTo(5551.7594003187, within(ACCURACY_KM));
    }

    @Test
    void aQuarterOfTheEquatorIsAnArcOfACircle() {
        // the equator is a circle of the semi-major axis, so the arc is a * pi / 2
        assertThat(Earth.geodesic(0, 0, 0, 90)).isCloseTo(6378.137 * Math.PI / 2, within(ACCURACY_KM));
    }

    @Test
    void aQuarterMeridianIsThatOfWgs84() {
        // 10 001 965.729 m, the published quarter meridian of WGS-84
        assertThat(Earth.geodesic(0, 0, 90, 0)).isCloseTo(10001.965729, within(5e-7));
    }

    @Test
    void thereIsNoWayFromAPointToItself() {
        assertThat(Earth.geodesic(12.3, 4.5, 12.3, 4.5)).isZero();
    }

    @Test
    void nearlyAntipodalPointsFallBackToTheSphere() {
        // Karney, Algorithms for geodesics (2013), table 5: 19936288.579 m; the sphere may be off by half a percent
        assertThat(Earth.geodesic(0, 0, 0.5, 179.7)).isCloseTo(19936.288579, within(100.0));
    }
}
