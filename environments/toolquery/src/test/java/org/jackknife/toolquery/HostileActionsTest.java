package org.jackknife.toolquery;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.jackknife.api.environment.Action;
import org.jackknife.api.environment.Environment;
import org.jackknife.api.environment.Feedback;
import org.jackknife.api.task.Oracle;
import org.jackknife.api.task.Sample;
import org.jackknife.api.task.Split;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A hundred thousand actions that no honest agent would write. */
class HostileActionsTest {

    private static final int ACTIONS = 50_000;
    private static final int PER_EPISODE = 40;
    private static final String[] PIECES = {
        "Action:", " with ", "Action Input:", "{", "}", "[", "]", "(", ")", "'", "\"", "\\", "\\u12", "\n", "\r", "\t", ",",
        ":", "None", "true", "1e999", "-", "0x", "9".repeat(400), "latitude", "start_date", "2020-02-30", "node", "\u0000",
        "\ud800", "\u2028", "\uD83D\uDE00", "Invalid", " ".repeat(3000), "finish", "answer", "movie_id", "__import__('os')"
    };

    @ParameterizedTest
    @ValueSource(strings = {"clean", "acbench"})
    void neverThrowsNeverLoopsAndInvalidOnesLeaveTheProgressAlone(String profile) {
        var options = ToolQueryTaskTest.options("profile", profile);
        ToolQueryTask task = new ToolQueryTask();
        List<Sample> samples = task.samples(options, Split.CALIBRATION, ACTIONS / PER_EPISODE);
        Random random = new Random(20260101);
        Assertions.assertTimeout(Duration.ofSeconds(60), () -> {
            for (Sample sample : samples) {
                try (Environment world = task.open(options, sample)) {
                    world.reset();
                    attack(world, random, sample);
                }
            }
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"clean", "acbench"})
    void theOracleStillSolvesAfterInvalidActions(String profile) {
        var options = ToolQueryTaskTest.options("profile", profile);
        ToolQueryTask task = new ToolQueryTask();
        Oracle oracle = task.oracle(options).orElseThrow();
        Random random = new Random(7);
        for (Sample sample : task.samples(options, Split.CALIBRATION, 60)) {
            try (Environment world = task.open(options, sample)) {
                world.reset();
                Feedback last = null;
                for (Oracle.OracleStep step : oracle.solve(sample)) {
                    // no tool is called "x...", so none of these can be carried out
                    Feedback invalid = world.act(new Action.Text("x" + garbage(random)));
                    assertThat(invalid.valid()).as(sample.id()).isFalse();
                    last = world.act(step.action());
                }
                assertThat(last.success()).as(sample.id()).isTrue();
            }
        }
    }

    private static void attack(Environment world, Random random, Sample sample) {
        double progress = 0;
        for (int i = 0; i < PER_EPISODE; i++) {
            Action action = hostile(random, world);
            Feedback feedback = world.act(action);
            assertThat(feedback.observation()).isNotNull();
            if (!feedback.valid()) {
                assertThat(feedback.progress()).as("%s after %s", sample.id(), action).isEqualTo(progress);
            }
            progress = feedback.progress();
        }
    }

    private static Action hostile(Random random, Environment world) {
        String tool = world.tools().get(random.nextInt(world.tools().size())).name();
        // mostly without finish, which would end the episode at once
        String name = tool.equals("finish") && random.nextInt(20) > 0 ? "check_valid_actions" : tool;
        return switch (random.nextInt(3)) {
            case 0 -> new Action.Text(garbage(random));
            case 1 -> new Action.Text("Action: " + name + " with Action Input: " + garbage(random));
            default -> new Action.Call(name, arguments(random));
        };
    }

    private static String garbage(Random random) {
        StringBuilder text = new StringBuilder();
        for (int i = random.nextInt(12); i > 0; i--) {
            String piece = PIECES[random.nextInt(PIECES.length)];
            text.append(piece.repeat(random.nextInt(50) == 0 ? 200 / Math.min(200, piece.length()) : 1));
        }
        return text.toString();
    }

    private static ObjectNode arguments(Random random) {
        ObjectNode node = JsonNodeFactory.instance.objectNode();
        String[] names = {
            "latitude", "longitude", "latitude1", "longitude1", "latitude2", "longitude2", "start_date", "end_date",
            "current_date", "name", "movie_id", "person_id", "movie_name", "graph", "node", "node1", "node2", "answer",
            "air_quality_index", "person_name"
        };
        for (String name : names) {
            switch (random.nextInt(9)) {
                case 0 -> node.put(name, garbage(random));
                case 1 -> node.put(name, random.nextLong());
                case 2 -> node.put(name, random.nextGaussian() * 100);
                case 3 -> node.putNull(name);
                case 4 -> node.putArray(name).add(1).add("x").addNull();
                case 5 -> node.putObject(name).put("y", true);
                case 6 -> node.put(name, "2020-0" + random.nextInt(10) + "-" + random.nextInt(40));
                case 7 -> node.put(name, Double.POSITIVE_INFINITY);
                default -> {}
            }
        }
        return node;
    }
}
