package org.jackknife.toolquery.internal.weather;

import java.time.LocalDate;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Cities and their weather over some days, as a weather service would know them.
 *
 * @param currentDate the user's date, {@code YYYY-MM-DD}
 * @param currentLocation the user's city
 * @throws java.time.DateTimeException if the current date is none
 */
public record WeatherWorld(String currentDate, String currentLocation, List<City> cities) {

    public WeatherWorld {
        LocalDate.parse(currentDate);
    }

    /** Places farther than this from every city are open water. */
    private static final double CITY_RADIUS_KM = 50;

    /**
     * A place that people ask about.
     *
     * @param latitude degrees north
     * @param longitude degrees east
     * @param elevation metres
     * @param days the weather day by day
     */
    public record City(
            String name, String countryCode, double latitude, double longitude, double elevation, List<Day> days) {

        /** The weather of a date, where it is known. */
        public Optional<Day> day(String date) {
            return days.stream().filter(day -> day.date().equals(date)).findFirst();
        }
    }

    /**
     * One day.
     *
     * @param max highest, min lowest and mean average temperature at 2 m, degrees Celsius
     * @param rain millimetres
     * @param snow centimetres
     * @param airQuality European index for fine dust at noon
     */
    public record Day(String date, double max, double min, double mean, double rain, double snow, int airQuality) {}

    /** Cities of that name, or else cities whose name begins so, whatever the case. */
    public List<City> named(String name) {
        String wanted = name.strip().toLowerCase(Locale.ROOT);
        List<City> exact = cities.stream().filter(city -> lower(city).equals(wanted)).toList();
        // a geocoder needs three letters before it guesses
        Stream<City> guessed = wanted.length() < 3
                ? Stream.empty()
                : cities.stream().filter(city -> lower(city).startsWith(wanted));
        return exact.isEmpty() ? guessed.toList() : exact;
    }

    private static String lower(City city) {
        return city.name().toLowerCase(Locale.ROOT);
    }

    /** The city that a point belongs to; empty at sea. */
    public Optional<City> at(double latitude, double longitude) {
        return cities.stream()
                .filter(city -> distance(city, latitude, longitude) < CITY_RADIUS_KM)
                .min(Comparator.comparingDouble(city -> distance(city, latitude, longitude)));
    }

    private static double distance(City city, double latitude, double longitude) {
        return Earth.greatCircle(city.latitude(), city.longitude(), latitude, longitude);
    }
}
