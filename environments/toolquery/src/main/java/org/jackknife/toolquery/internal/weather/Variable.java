package org.jackknife.toolquery.internal.weather;

import java.util.List;
import java.util.function.Function;
import org.jackknife.toolquery.internal.weather.WeatherWorld.Day;

/** What is measured day by day, under the names and units of the weather service. */
enum Variable {
    TEMPERATURE(
            "temp",
            "\u00b0C",
            List.of("temperature_2m_max", "temperature_2m_min", "temperature_2m_mean"),
            List.of(Day::max, Day::min, Day::mean)),
    RAIN("rain", "mm", List.of("rain_sum"), List.of(Day::rain)),
    SNOW("snow", "cm", List.of("snowfall_sum"), List.of(Day::snow)),
    /** The value of noon stands for the day. */
    AIR_QUALITY("air quality", "EAQI", List.of("european_aqi_pm2_5"), List.of(Day::airQuality));

    private final String word;
    private final String unit;
    private final List<String> series;
    private final List<Function<Day, Object>> readings;

    Variable(String word, String unit, List<String> series, List<Function<Day, Object>> readings) {
        this.word = word;
        this.unit = unit;
        this.series = series;
        this.readings = readings;
    }

    /** The word in tool names. */
    String word() {
        return word;
    }

    String unit() {
        return unit;
    }

    /** The names of its series. */
    List<String> series() {
        return series;
    }

    /** How each series is read off a day, in the order of {@link #series}. */
    List<Function<Day, Object>> readings() {
        return readings;
    }

    /** A day as the service writes it in this variable's time axis. */
    String time(String date) {
        return this == AIR_QUALITY ? date + "T12:00" : date;
    }

    String timeUnit() {
        return "iso8601";
    }
}
