package org.jackknife.toolquery.internal.generate;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.jackknife.toolquery.internal.weather.Earth;
import org.jackknife.toolquery.internal.weather.WeatherWorld;
import org.jackknife.toolquery.internal.weather.WeatherWorld.City;
import org.jackknife.toolquery.internal.weather.WeatherWorld.Day;

/** Invents cities, far enough apart that no coordinate fits two of them, with weather around the user's date. */
final class WeatherWorlds {

    private static final int CITIES = 3;
    private static final int DAYS_EACH_WAY = 5;
    private static final double APART_KM = 200;
    private static final LocalDate FIRST = LocalDate.of(2015, 1, 10);
    private static final int YEARS_OF_DATES = 9;

    private WeatherWorlds() {}

    static WeatherWorld invent(Dice dice) {
        Names names = new Names(dice);
        LocalDate today = FIRST.plusDays(dice.between(0, YEARS_OF_DATES * 365));
        List<City> cities = new ArrayList<>();
        while (cities.size() < CITIES) {
            double latitude = dice.tenths(-60, 70);
            double longitude = dice.tenths(-179, 179);
            boolean apart = cities.stream()
                    .noneMatch(city -> Earth.greatCircle(city.latitude(), city.longitude(), latitude, longitude)
                            < APART_KM);
            if (apart) {
                cities.add(new City(
                        names.city(), names.countryCode(), latitude, longitude, dice.between(1, 900), days(dice, today)));
            }
        }
        return new WeatherWorld(today.toString(), dice.pick(cities).name(), List.copyOf(cities));
    }

    private static List<Day> days(Dice dice, LocalDate today) {
        int climate = dice.between(-8, 24);
        return IntStream.rangeClosed(-DAYS_EACH_WAY, DAYS_EACH_WAY)
                .mapToObj(offset -> day(dice, today.plusDays(offset).toString(), climate))
                .toList();
    }

    private static Day day(Dice dice, String date, int climate) {
        double mean = climate + dice.tenths(-3, 3);
        boolean freezing = mean < 1;
        return new Day(
                date,
                tenth(mean + dice.tenths(1, 6)),
                tenth(mean - dice.tenths(1, 6)),
                tenth(mean),
                !freezing && dice.chance(70) ? dice.tenths(0.1, 20) : 0,
                freezing && dice.chance(70) ? dice.tenths(0.1, 20) : 0,
                dice.between(5, 110));
    }

    /** Takes away what binary fractions leave behind. */
    private static double tenth(double value) {
        return Math.round(value * 10) / 10.0;
    }
}
