package org.jackknife.toolquery.internal.weather;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.jackknife.toolquery.internal.Observed;
import org.jackknife.toolquery.internal.tool.Profile;
import org.jackknife.toolquery.internal.value.Values;
import org.jackknife.toolquery.internal.weather.WeatherWorld.City;
import org.jackknife.toolquery.internal.weather.WeatherWorld.Day;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WeatherToolsTest {

    private static final WeatherWorld WORLD = new WeatherWorld(
            "2022-06-15",
            "Alton",
            List.of(
                    new City(
                            "Alton",
                            "AA",
                            10.5,
                            20.5,
                            120,
                            List.of(
                                    new Day("2022-06-13", 21.5, 11, 16.2, 0, 0, 20),
                                    new Day("2022-06-14", 22.5, 12, 17.2, 3.5, 0, 21),
                                    new Day("2022-06-15", 23.5, 13, 18.2, 0, 1.5, 35),
                                    new Day("2022-06-16", 24.5, 14, 19.2, 8, 0, 81))),
                    new City("Altonburg", "BB", -40, 100, 7, List.of()),
                    new City("Altonmere", "CC", -41.5, 110, 8, List.of()),
                    new City("Altonport", "DD", -45, 120, 9, List.of())));

    private final Observed tools = new Observed(new WeatherTools(WORLD, Profile.CLEAN));
    private final Observed published = new Observed(new WeatherTools(WORLD, Profile.ACBENCH));

    private String span(String tool, String start, String end) {
        return tools.see(tool, "latitude", 10.5, "longitude", 20.5, "start_date", start, "end_date", end);
    }

    @Test
    void dateAndPlaceOfTheUser() {
        assertThat(tools.see("get_user_current_date")).isEqualTo("2022-06-15");
        assertThat(tools.see("get_user_current_location")).isEqualTo("Alton");
    }

    @Test
    void coordinatesOfTheExactNameOrElseOfUpToThreeThatBeginSo() {
        assertThat(tools.see("get_latitude_longitude", "name", "alton"))
                .isEqualTo("{'results': [{'name': 'Alton', 'latitude': 10.5, 'longitude': 20.5, 'country_code': 'AA'}]}");
        assertThat(tools.see("get_latitude_longitude", "name", "Alt")).contains("'Alton'", "'Altonburg'", "'Altonmere'")
                .doesNotContain("Altonport");
        assertThat(tools.see("get_latitude_longitude", "name", "Nowhere")).isEqualTo("ERROR | KeyError('results')");
    }

    @Test
    void temperaturesOfPastDays() {
        assertThat(span("get_historical_temp", "2022-06-13", "2022-06-14"))
                .isEqualTo("{'latitude': 10.5, 'longitude': 20.5, 'daily_units': {'time': 'iso8601', "
                        + "'temperature_2m_max': '\u00b0C', 'temperature_2m_min': '\u00b0C', "
                        + "'temperature_2m_mean': '\u00b0C'}, 'daily': {'time': ['2022-06-13', '2022-06-14'], "
                        + "'temperature_2m_max': [21.5, 22.5], 'temperature_2m_min': [11.0, 12.0], "
                        + "'temperature_2m_mean': [16.2, 17.2]}}");
    }

    @Test
    void rainSnowAndAirHaveOneSeriesEach() {
        assertThat(span("get_historical_rain", "2022-06-14", "2022-06-14"))
                .contains("'daily_units': {'time': 'iso8601', 'rain_sum': 'mm'}", "'rain_sum': [3.5]");
        assertThat(span("get_historical_snow", "2022-06-14", "2022-06-14"))
                .contains("'snowfall_sum': 'cm'", "'snowfall_sum': [0.0]");
        assertThat(span("get_historical_air_quality_index", "2022-06-13", "2022-06-14"))
                .contains("'time': ['2022-06-13T12:00', '2022-06-14T12:00']", "'european_aqi_pm2_5': [20, 21]");
    }

    @ParameterizedTest
    @CsvSource({"get_current_temp,temperature_2m_max,23.5", "get_current_rain,rain_sum,0.0", "get_current_snow,snowfall_sum,1.5",
        "get_current_air_quality_index,european_aqi_pm2_5,35"})
    void today(String tool, String series, String value) {
        assertThat(tools.see(tool, "latitude", 10.5, "longitude", 20.5, "current_date", "2022-06-15"))
                .contains("'%s': [%s]".formatted(series, value));
    }

    @Test
    void thePastEndsYesterdayAndTheFutureBeginsTomorrow() {
        assertThat(span("get_historical_temp", "2022-06-15", "2022-06-15"))
                .isEqualTo("Error: start_date should be earlier than current_date");
        assertThat(span("get_historical_rain", "2022-06-14", "2022-06-15"))
                .isEqualTo("Error: end_date should be earlier than current_date");
        assertThat(span("get_temp_forecast", "2022-06-15", "2022-06-16"))
                .isEqualTo("Error: start_date should be later than current_date");
        assertThat(span("get_rain_forecast", "2022-06-16", "2022-06-15"))
                .isEqualTo("Error: end_date should be later than current_date");
        assertThat(span("get_rain_forecast", "2022-06-16", "2022-06-16")).contains("'rain_sum': [8.0]");
    }

    @Test
    void thirtyDaysAtMost() {
        assertThat(span("get_historical_temp", "2022-05-01", "2022-05-31")).startsWith("{");
        assertThat(span("get_historical_temp", "2022-05-01", "2022-06-01")).startsWith("Error: ").contains("split");
    }

    @Test
    void whatWasNotMeasuredIsNone() {
        assertThat(span("get_historical_rain", "2022-06-10", "2022-06-10")).contains("'rain_sum': [None]");
        assertThat(tools.see("get_elevation", "latitude", 0, "longitude", 0)).isEqualTo("{'elevation': [0.0]}");
    }

    @Test
    void elevationAndDistance() {
        assertThat(tools.see("get_elevation", "latitude", 10.6, "longitude", 20.4)).isEqualTo("{'elevation': [120.0]}");
        Object[] newYorkToLondon = {"latitude1", 40.6, "longitude1", -73.8, "latitude2", 51.6, "longitude2", -0.5};
        assertThat(tools.see("get_distance", newYorkToLondon)).isEqualTo("5551.8");
        assertThat(published.see("get_distance", newYorkToLondon)).startsWith("5551.7594");
    }

    @ParameterizedTest
    @CsvSource({
        "20,good,good", "20.5,fair,extremely poor", "21,fair,extremely poor", "21.5,fair,fair", "40,fair,fair",
        "41,moderate,extremely poor", "42,moderate,moderate", "61,poor,extremely poor", "80,poor,poor",
        "81,very poor,extremely poor", "100,very poor,very poor", "101,extremely poor,extremely poor", "-3,good,good"
    })
    void levelsWithAndWithoutTheGaps(double index, String clean, String acbench) {
        assertThat(tools.see("get_air_quality_level", "air_quality_index", index)).isEqualTo(clean);
        assertThat(published.see("get_air_quality_level", "air_quality_index", index)).isEqualTo(acbench);
    }

    @Test
    void whatIsNoNumberOrNoDate() {
        assertThat(tools.see("get_elevation", "latitude", "x", "longitude", 1))
                .isEqualTo("ERROR | ValueError(could not convert string to float: 'x')");
        assertThat(span("get_historical_temp", "yesterday", "2022-06-14"))
                .isEqualTo("ERROR | ValueError(time data 'yesterday' does not match format '%Y-%m-%d')");
        assertThat(tools.see("get_elevation", "latitude", 1)).isEqualTo("ERROR | KeyError('longitude')");
    }

    @Test
    void temperaturesAreNotLogged() {
        Object logged = tools.call(
                        "get_historical_temp",
                        "latitude", 10.5, "longitude", 20.5, "start_date", "2022-06-13", "end_date", "2022-06-13")
                .log()
                .getFirst();
        assertThat(logged.toString()).contains("daily={time=[2022-06-13]}").contains("temperature_2m_max=");
    }

    @Test
    void aRefusedCallIsLoggedAsFailed() {
        var call = tools.call(
                "get_historical_rain",
                "latitude", 10, "longitude", 20, "start_date", "2022-06-15", "end_date", "2022-06-15");
        assertThat(call.grounded()).isTrue();
        assertThat(call.log())
                .containsExactly("Calling get_historical_rain with {'latitude': 10, 'longitude': 20, "
                        + "'start_date': '2022-06-15', 'end_date': '2022-06-15'} failed");
    }

    @Test
    void placesWithinFiftyKilometresAreTheSame() {
        WeatherTools rules = new WeatherTools(WORLD, Profile.ACBENCH);
        // on the sphere of 6371 km a degree of latitude is 111.195 km, so 0.44 degrees are 48.9 km and 0.46 are 51.1 km
        var here = Values.map("latitude", 10.0, "longitude", 20.0, "x", 1L);
        assertThat(rules.fulfils(here, Values.map("latitude", 10.44, "longitude", 20, "x", 1.0))).isTrue();
        assertThat(rules.fulfils(here, Values.map("latitude", 10.46, "longitude", 20, "x", 1.0))).isFalse();
        assertThat(rules.fulfils(here, Values.map("latitude", 10.0, "longitude", 20, "x", 2))).isFalse();
        assertThat(rules.fulfils(here, Values.map("latitude", "10", "longitude", 20, "x", 1))).isFalse();
    }
}
