package org.jackknife.toolquery.internal.generate;

import static org.jackknife.toolquery.internal.generate.GoalTemplate.easy;
import static org.jackknife.toolquery.internal.generate.GoalTemplate.hard;
import static org.jackknife.chat.python.PythonLiteral.str;

import java.time.LocalDate;
import java.util.List;
import org.jackknife.toolquery.internal.generate.Scene.Form;
import org.jackknife.toolquery.internal.value.Results;
import org.jackknife.toolquery.internal.weather.WeatherWorld;
import org.jackknife.toolquery.internal.weather.WeatherWorld.City;

/** What people ask of the weather tools. */
final class WeatherGoals {

    private record Place(Object name, Object latitude, Object longitude) {

        String said() {
            return "%s is at latitude %s and longitude %s.".formatted(name, latitude, longitude);
        }
    }

    /** A daily quantity: its tool, its series, and how people call it. */
    private record Quantity(String tool, String series, String words) {}

    private static final List<Quantity> PAST = List.of(
            new Quantity("get_historical_temp", "temperature_2m_max", "the highest temperature"),
            new Quantity("get_historical_temp", "temperature_2m_min", "the lowest temperature"),
            new Quantity("get_historical_temp", "temperature_2m_mean", "the mean temperature"),
            new Quantity("get_historical_rain", "rain_sum", "the rain"),
            new Quantity("get_historical_snow", "snowfall_sum", "the snowfall"),
            new Quantity("get_historical_air_quality_index", "european_aqi_pm2_5", "the air quality index"));
    private static final List<Quantity> COMING = List.of(
            new Quantity("get_temp_forecast", "temperature_2m_max", "the highest temperature"),
            new Quantity("get_temp_forecast", "temperature_2m_min", "the lowest temperature"),
            new Quantity("get_rain_forecast", "rain_sum", "the rain"),
            new Quantity("get_snow_forecast", "snowfall_sum", "the snowfall"));
    private static final List<Quantity> TODAY = List.of(
            new Quantity("get_current_temp", "temperature_2m_max", "the highest temperature"),
            new Quantity("get_current_temp", "temperature_2m_mean", "the mean temperature"),
            new Quantity("get_current_rain", "rain_sum", "the rain"),
            new Quantity("get_current_snow", "snowfall_sum", "the snowfall"));

    private final Scene<WeatherWorld> scene;
    private final Walk walk;

    private WeatherGoals(Scene<WeatherWorld> scene) {
        this.scene = scene;
        this.walk = scene.walk();
    }

    static List<GoalTemplate<WeatherWorld>> templates() {
        return List.of(
                easy("coordinate", scene -> new WeatherGoals(scene).coordinate()),
                easy("country", scene -> new WeatherGoals(scene).country()),
                easy("level", scene -> new WeatherGoals(scene).level()),
                easy("elevation", scene -> new WeatherGoals(scene).elevation()),
                easy("past-day", scene -> new WeatherGoals(scene).pastDay()),
                easy("coming-day", scene -> new WeatherGoals(scene).comingDay()),
                hard("distance", scene -> new WeatherGoals(scene).distance()),
                hard("here-today", scene -> new WeatherGoals(scene).hereToday()),
                hard("coming-here", scene -> new WeatherGoals(scene).comingHere()),
                hard("past-level", scene -> new WeatherGoals(scene).pastLevel()),
                hard("level-today", scene -> new WeatherGoals(scene).levelToday()),
                hard("distance-from-here", scene -> new WeatherGoals(scene).distanceFromHere()),
                hard("level-here-today", scene -> new WeatherGoals(scene).levelHereToday()));
    }

    private String city() {
        return scene.dice().pick(scene.world().cities()).name();
    }

    private Place locate(Object city) {
        Object result = walk.call("I look up " + city + ".", "get_latitude_longitude", "name", city);
        return new Place(city, Results.at(result, "results", 0, "latitude"), Results.at(result, "results", 0, "longitude"));
    }

    private Object today() {
        return walk.call("I need the date.", "get_user_current_date");
    }

    private Object here() {
        return walk.call("I need the city.", "get_user_current_location");
    }

    private String coordinate() {
        String word = scene.dice().pick(List.of("latitude", "longitude"));
        String city = city();
        Place place = locate(city);
        Object answer = word.equals("latitude") ? place.latitude() : place.longitude();
        walk.finish("The %s of %s is %s.".formatted(word, city, answer), answer);
        return scene.ask(
                Form.NUMBER,
                List.of("What is the %s of %s?", "Tell me the %s of %s.", "I need to know the %s of the city %s."),
                word,
                city);
    }

    private String country() {
        String city = city();
        Object result = walk.call("I look up " + city + ".", "get_latitude_longitude", "name", city);
        Object code = Results.at(result, "results", 0, "country_code");
        walk.finish("The country code of %s is %s.".formatted(city, code), code);
        return scene.ask(
                Form.TEXT,
                List.of(
                        "What is the country code of %s?",
                        "Which country code does the city %s have?",
                        "Find the country code for %s."),
                city);
    }

    private String level() {
        int index = scene.dice().between(1, 130);
        Object level = walk.call("The index is " + index + ".", "get_air_quality_level", "air_quality_index", index);
        walk.finish("The level is %s.".formatted(level), level);
        return scene.ask(
                Form.TEXT,
                List.of(
                        "Which level is an air quality index of %s?",
                        "How good is the air at an air quality index of %s?",
                        "Name the level of air quality index %s."),
                index);
    }

    private String elevation() {
        String city = city();
        Place place = locate(city);
        Object result = walk.call(
                place.said(), "get_elevation", "latitude", place.latitude(), "longitude", place.longitude());
        Object metres = Results.at(result, "elevation", 0);
        walk.finish("The elevation of %s is %s.".formatted(city, metres), metres);
        return scene.ask(
                Form.NUMBER,
                List.of(
                        "What is the elevation of %s?",
                        "How many metres above the sea is %s?",
                        "How high does the city of %s lie, in metres?"),
                city);
    }

    /** Reads a quantity for a range of days and ends with its value on one of them. */
    private void answerDay(Place place, Quantity quantity, List<String> dates, String wanted) {
        Object result = walk.call(
                place.said() + " The dates are %s to %s.".formatted(dates.getFirst(), dates.getLast()),
                quantity.tool(),
                "latitude",
                place.latitude(),
                "longitude",
                place.longitude(),
                "start_date",
                dates.getFirst(),
                "end_date",
                dates.getLast());
        Object value = Results.at(result, "daily", quantity.series(), dates.indexOf(wanted));
        walk.finish("On %s %s is %s.".formatted(wanted, quantity.words(), value), value);
    }

    /** Days from one offset from today to another. */
    private List<String> dates(int from, int to) {
        LocalDate today = LocalDate.parse(scene.world().currentDate());
        return today.plusDays(from).datesUntil(today.plusDays(to + 1L)).map(LocalDate::toString).toList();
    }

    private String pastDay() {
        String city = city();
        Quantity quantity = scene.dice().pick(PAST);
        int day = scene.dice().between(-5, -1);
        List<String> date = dates(day, day);
        answerDay(locate(city), quantity, date, date.getFirst());
        return scene.ask(
                Form.NUMBER,
                List.of("What was %1$s in %2$s on %3$s?", "On %3$s, what was %1$s in %2$s?", "Find %1$s of %3$s in %2$s."),
                quantity.words(),
                city,
                date.getFirst());
    }

    private String comingDay() {
        String city = city();
        Quantity quantity = scene.dice().pick(COMING);
        int day = scene.dice().between(1, 5);
        List<String> date = dates(day, day);
        answerDay(locate(city), quantity, date, date.getFirst());
        return scene.ask(
                Form.NUMBER,
                List.of(
                        "What will be %1$s in %2$s on %3$s?",
                        "Which value is forecast for %1$s in %2$s on %3$s?",
                        "The day to come is %3$s: what is %1$s in %2$s then?"),
                quantity.words(),
                city,
                date.getFirst());
    }

    private String distance() {
        List<City> two = scene.dice().pick(scene.world().cities(), 2);
        answerDistance(locate(two.get(0).name()), locate(two.get(1).name()));
        return scene.ask(
                Form.NUMBER,
                List.of(
                        "How many kilometres is it from %s to %s?",
                        "What is the distance between %s and %s in kilometres?",
                        "How far apart are %s and %s in kilometres?"),
                two.get(0).name(),
                two.get(1).name());
    }

    private void answerDistance(Place from, Place to) {
        Object kilometres = walk.call(
                from.said() + " " + to.said(),
                "get_distance",
                "latitude1",
                from.latitude(),
                "longitude1",
                from.longitude(),
                "latitude2",
                to.latitude(),
                "longitude2",
                to.longitude());
        walk.finish("The distance is %s.".formatted(kilometres), kilometres);
    }

    private String hereToday() {
        Quantity quantity = scene.dice().pick(TODAY);
        Object date = today();
        Place place = locate(here());
        Object result = current(quantity.tool(), place, date);
        Object value = Results.at(result, "daily", quantity.series(), 0);
        walk.finish("Today %s is %s.".formatted(quantity.words(), value), value);
        return scene.ask(
                Form.NUMBER,
                List.of("What is %s here today?", "Where I am, what is %s today?", "For my city, find %s of today."),
                quantity.words());
    }

    private Object current(String tool, Place place, Object date) {
        return walk.call(
                place.said() + " Today is %s.".formatted(date),
                tool,
                "latitude",
                place.latitude(),
                "longitude",
                place.longitude(),
                "current_date",
                date);
    }

    private String comingHere() {
        Quantity quantity = scene.dice().pick(COMING);
        int first = scene.dice().between(1, 3);
        List<String> days = dates(first, first + scene.dice().between(1, 2));
        String wanted = scene.dice().pick(days);
        answerDay(locate(here()), quantity, days, wanted);
        return scene.ask(
                Form.NUMBER,
                List.of(
                        "Get the forecast from %1$s to %2$s for where I am: what will be %3$s on %4$s?",
                        "Look at %1$s to %2$s in my city. What is %3$s on %4$s?",
                        "From the forecast of %1$s to %2$s for my place, tell %3$s on %4$s."),
                days.getFirst(),
                days.getLast(),
                quantity.words(),
                wanted);
    }

    private String pastLevel() {
        String city = city();
        int day = scene.dice().between(-5, -1);
        String date = dates(day, day).getFirst();
        Place place = locate(city);
        Object result = walk.call(
                place.said() + " The date is %s.".formatted(date),
                "get_historical_air_quality_index",
                "latitude",
                place.latitude(),
                "longitude",
                place.longitude(),
                "start_date",
                date,
                "end_date",
                date);
        answerLevel(Results.at(result, "daily", "european_aqi_pm2_5", 0));
        return scene.ask(
                Form.TEXT,
                List.of(
                        "Which air quality level did %1$s have on %2$s?",
                        "How was the air quality level in %1$s on %2$s?",
                        "On %2$s, what was the air quality level of %1$s?"),
                city,
                date);
    }

    private void answerLevel(Object index) {
        Object level =
                walk.call("The index is %s.".formatted(index), "get_air_quality_level", "air_quality_index", index);
        walk.finish("The level of %s is %s.".formatted(index, str(level)), level);
    }

    private void answerLevelToday(Place place, Object date) {
        Object result = current("get_current_air_quality_index", place, date);
        answerLevel(Results.at(result, "daily", "european_aqi_pm2_5", 0));
    }

    private String levelToday() {
        String city = city();
        Object date = today();
        answerLevelToday(locate(city), date);
        return scene.ask(
                Form.TEXT,
                List.of(
                        "Which air quality level does %s have today?",
                        "How is the air quality level in %s today?",
                        "What is today's level of air quality in %s?"),
                city);
    }

    private String distanceFromHere() {
        String home = scene.world().currentLocation();
        String city = scene.dice().pick(scene.world().cities().stream()
                .map(City::name)
                .filter(name -> !name.equals(home))
                .toList());
        Place from = locate(here());
        answerDistance(from, locate(city));
        return scene.ask(
                Form.NUMBER,
                List.of(
                        "How many kilometres is it from my city to %s?",
                        "How far is %s from where I am, in kilometres?",
                        "What is the distance from here to %s in kilometres?"),
                city);
    }

    private String levelHereToday() {
        Object date = today();
        answerLevelToday(locate(here()), date);
        return scene.ask(
                Form.TEXT,
                List.of(
                        "Which air quality level do I have here today?",
                        "How is the air quality level in my city today?",
                        "What is today's level of air quality where I am?"));
    }
}
