package org.jackknife.toolquery.internal.weather;

import static org.jackknife.toolquery.internal.tool.Parameter.number;
import static org.jackknife.toolquery.internal.tool.Parameter.text;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jackknife.chat.python.PythonLiteral;
import org.jackknife.toolquery.internal.tool.Arguments;
import org.jackknife.toolquery.internal.tool.Outcome;
import org.jackknife.toolquery.internal.tool.Parameter;
import org.jackknife.toolquery.internal.tool.Profile;
import org.jackknife.toolquery.internal.tool.Tool;
import org.jackknife.toolquery.internal.tool.Toolbox;
import org.jackknife.toolquery.internal.value.PythonEquality;
import org.jackknife.toolquery.internal.value.PythonException;
import org.jackknife.toolquery.internal.value.Values;

/** The weather tools: dates and places of the user, geography, daily weather and air quality. */
public final class WeatherTools implements Toolbox {

    private static final List<Parameter> POINT = List.of(number("latitude"), number("longitude"));
    private static final List<Parameter> SPAN =
            List.of(number("latitude"), number("longitude"), text("start_date"), text("end_date"));
    private static final List<Parameter> DAY =
            List.of(number("latitude"), number("longitude"), text("current_date"));

    private static final int MAX_HITS = 3;
    private static final double SAME_PLACE_KM = 50;

    private final WeatherWorld world;
    private final Profile profile;
    private final DailyWeather daily;
    private final List<Tool> tools;

    public WeatherTools(WeatherWorld world, Profile profile) {
        this.world = world;
        this.profile = profile;
        this.daily = new DailyWeather(world);
        this.tools = List.copyOf(create());
    }

    @Override
    public List<Tool> tools() {
        return tools;
    }

    private List<Tool> create() {
        List<Tool> list = new ArrayList<>();
        list.add(new Tool("get_user_current_date", "the user's date", List.of(), _ -> success(world.currentDate())));
        list.add(new Tool(
                "get_user_current_location", "the user's city", List.of(), _ -> success(world.currentLocation())));
        for (Variable variable : List.of(Variable.TEMPERATURE, Variable.RAIN, Variable.SNOW)) {
            String word = variable.word();
            list.add(new Tool(
                    "get_historical_" + word, word + " on past days", SPAN, call -> daily.historical(variable, call)));
        }
        for (Variable variable : List.of(Variable.TEMPERATURE, Variable.RAIN, Variable.SNOW)) {
            String word = variable.word();
            list.add(new Tool(
                    "get_" + word + "_forecast", word + " on coming days", SPAN, call -> daily.forecast(variable, call)));
        }
        for (Variable variable : List.of(Variable.TEMPERATURE, Variable.RAIN, Variable.SNOW)) {
            String word = variable.word();
            list.add(new Tool("get_current_" + word, word + " today", DAY, call -> daily.current(variable, call)));
        }
        addGeography(list);
        addAirQuality(list);
        return list;
    }

    private void addGeography(List<Tool> list) {
        list.add(new Tool("get_latitude_longitude", "coordinates of a city", List.of(text("name")), this::locate));
        list.add(new Tool("get_elevation", "height in metres", POINT, this::elevation));
        list.add(new Tool(
                "get_distance",
                "kilometres between two points",
                List.of(number("latitude1"), number("longitude1"), number("latitude2"), number("longitude2")),
                this::distance));
    }

    private void addAirQuality(List<Tool> list) {
        Variable air = Variable.AIR_QUALITY;
        list.add(new Tool(
                "get_historical_air_quality_index",
                "air quality on past days",
                SPAN,
                call -> daily.historical(air, call)));
        list.add(new Tool(
                "get_current_air_quality_index", "air quality today", DAY, call -> daily.current(air, call)));
        list.add(new Tool(
                "get_air_quality_level",
                "level of an air quality index",
                List.of(number("air_quality_index")),
                call -> success(level(call.number("air_quality_index")))));
    }

    private static Outcome success(Object value) {
        return new Outcome.Success(value);
    }

    private Outcome locate(Arguments arguments) {
        List<Object> results = world.named(PythonLiteral.str(arguments.get("name"))).stream()
                .limit(MAX_HITS)
                .map(city -> (Object) Values.map(
                        "name", city.name(),
                        "latitude", city.latitude(),
                        "longitude", city.longitude(),
                        "country_code", city.countryCode()))
                .toList();
        if (results.isEmpty()) {
            // the service leaves the key out where it finds nothing, and the original reads it all the same
            throw new PythonException("KeyError", "'results'");
        }
        return success(Values.map("results", results));
    }

    private Outcome elevation(Arguments arguments) {
        double elevation = world.at(arguments.number("latitude"), arguments.number("longitude"))
                .map(WeatherWorld.City::elevation)
                .orElse(0.0);
        return success(Values.map("elevation", List.of(elevation)));
    }

    private Outcome distance(Arguments arguments) {
        double kilometres = Earth.geodesic(
                latitude(arguments, "latitude1"),
                arguments.number("longitude1"),
                latitude(arguments, "latitude2"),
                arguments.number("longitude2"));
        return success(profile.fullDistances() ? kilometres : Math.round(kilometres * 10) / 10.0);
    }

    private static double latitude(Arguments arguments, String name) {
        double latitude = arguments.number(name);
        if (Math.abs(latitude) > 90) {
            throw new PythonException("ValueError", "Latitude must be in the [-90; 90] range.");
        }
        return latitude;
    }

    private String level(double index) {
        String[] names = {"good", "fair", "moderate", "poor", "very poor"};
        for (int i = 0; i < names.length; i++) {
            boolean above = i == 0 || index > 20 * i + (profile.airQualityGaps() ? 1 : 0);
            if (above && index <= 20 * (i + 1)) {
                return names[i];
            }
        }
        return "extremely poor";
    }

    /** Takes temperatures out: they are measured anew by the live service, so only place, dates and units compare. */
    @Override
    public Object clean(Object result) {
        if (!(result instanceof Map<?, ?> map)
                || !(map.get("daily") instanceof Map<?, ?> series)
                || !series.containsKey("temperature_2m_max")) {
            return result;
        }
        Map<Object, Object> kept = new LinkedHashMap<>(series);
        Variable.TEMPERATURE.series().forEach(kept::remove);
        Map<Object, Object> cleaned = new LinkedHashMap<>(map);
        cleaned.put("daily", kept);
        return cleaned;
    }

    /** Maps with coordinates are equal when the two points are less than 50 km apart and all else is equal. */
    @Override
    public boolean fulfils(Object subgoal, Object logged) {
        if (subgoal instanceof Map<?, ?> left && logged instanceof Map<?, ?> right && hasPoint(left) && hasPoint(right)) {
            return kilometres(left, right) < SAME_PLACE_KM
                    && PythonEquality.equal(withoutPoint(left), withoutPoint(right));
        }
        return PythonEquality.equal(subgoal, logged);
    }

    private static boolean hasPoint(Map<?, ?> map) {
        return PythonEquality.isNumber(map.get("latitude")) && PythonEquality.isNumber(map.get("longitude"));
    }

    private static double kilometres(Map<?, ?> left, Map<?, ?> right) {
        return Earth.greatCircle(
                PythonEquality.toDouble(left.get("latitude")),
                PythonEquality.toDouble(left.get("longitude")),
                PythonEquality.toDouble(right.get("latitude")),
                PythonEquality.toDouble(right.get("longitude")));
    }

    private static Map<Object, Object> withoutPoint(Map<?, ?> map) {
        Map<Object, Object> rest = new LinkedHashMap<>(map);
        rest.remove("latitude");
        rest.remove("longitude");
        return rest;
    }
}
