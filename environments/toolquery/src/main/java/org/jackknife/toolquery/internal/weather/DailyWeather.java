package org.jackknife.toolquery.internal.weather;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jackknife.toolquery.internal.tool.Arguments;
import org.jackknife.toolquery.internal.tool.Outcome;
import org.jackknife.toolquery.internal.value.PythonException;
import org.jackknife.chat.python.PythonLiteral;
import org.jackknife.toolquery.internal.value.Values;

/** Answers for daily series: past days, coming days, today. */
final class DailyWeather {

    private static final Pattern DATE = Pattern.compile("(\\d{4})-(\\d{1,2})-(\\d{1,2})");
    private static final int MAX_DAYS = 30;

    private final WeatherWorld world;

    DailyWeather(WeatherWorld world) {
        this.world = world;
    }

    /** Days before the current date. */
    Outcome historical(Variable variable, Arguments arguments) {
        LocalDate today = LocalDate.parse(world.currentDate());
        for (String name : List.of("start_date", "end_date")) {
            if (!date(arguments, name).isBefore(today)) {
                return failure("Error: %s should be earlier than current_date".formatted(name));
            }
        }
        return span(variable, arguments);
    }

    /** Days after the current date. */
    Outcome forecast(Variable variable, Arguments arguments) {
        LocalDate today = LocalDate.parse(world.currentDate());
        for (String name : List.of("start_date", "end_date")) {
            if (!date(arguments, name).isAfter(today)) {
                return failure("Error: %s should be later than current_date".formatted(name));
            }
        }
        return span(variable, arguments);
    }

    /** The single day that the argument names, whatever the user's date is. */
    Outcome current(Variable variable, Arguments arguments) {
        LocalDate day = date(arguments, "current_date");
        return series(variable, arguments, day, day);
    }

    private Outcome span(Variable variable, Arguments arguments) {
        LocalDate start = date(arguments, "start_date");
        LocalDate end = date(arguments, "end_date");
        if (end.isBefore(start)) {
            return failure("Error: end_date should not be earlier than start_date");
        }
        if (ChronoUnit.DAYS.between(start, end) > MAX_DAYS) {
            return failure("Error: at most %d days fit in one call, split the range into several calls"
                    .formatted(MAX_DAYS));
        }
        return series(variable, arguments, start, end);
    }

    private Outcome series(Variable variable, Arguments arguments, LocalDate start, LocalDate end) {
        double latitude = arguments.number("latitude");
        double longitude = arguments.number("longitude");
        if (Math.abs(latitude) > 90 || Math.abs(longitude) > 180) {
            return failure("Error: latitude must be in -90 to 90 and longitude in -180 to 180");
        }
        List<String> dates = start.datesUntil(end.plusDays(1)).map(LocalDate::toString).toList();
        Optional<WeatherWorld.City> city = world.at(latitude, longitude);
        Map<String, Object> units = Values.map("time", variable.timeUnit());
        Map<String, Object> series = Values.map("time", dates.stream().map(variable::time).toList());
        for (int i = 0; i < variable.series().size(); i++) {
            var reading = variable.readings().get(i);
            List<Object> values = new ArrayList<>();
            // a place or day without measurements answers None, as the service's archive does
            dates.forEach(date -> values.add(
                    city.flatMap(c -> c.day(date)).map(reading).orElse(null)));
            units.put(variable.series().get(i), variable.unit());
            series.put(variable.series().get(i), values);
        }
        return new Outcome.Success(Values.map(
                "latitude", latitude, "longitude", longitude, "daily_units", units, "daily", series));
    }

    private static Outcome failure(String text) {
        return new Outcome.Failure(text);
    }

    /** A date as Python's {@code strptime} reads {@code %Y-%m-%d}. */
    private static LocalDate date(Arguments arguments, String name) {
        Object argument = arguments.get(name);
        Matcher matcher = DATE.matcher(PythonLiteral.str(argument));
        if (matcher.matches()) {
            try {
                return LocalDate.of(number(matcher, 1), number(matcher, 2), number(matcher, 3));
            } catch (DateTimeException e) {
                throw notADate(argument);
            }
        }
        throw notADate(argument);
    }

    private static int number(Matcher matcher, int group) {
        return Integer.parseInt(matcher.group(group));
    }

    private static PythonException notADate(Object argument) {
        return new PythonException(
                "ValueError",
                "time data %s does not match format '%%Y-%%m-%%d'".formatted(PythonLiteral.repr(argument)));
    }
}
