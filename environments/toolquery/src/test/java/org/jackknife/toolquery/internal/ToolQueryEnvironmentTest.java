package org.jackknife.toolquery.internal;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.List;
import org.jackknife.api.environment.Action;
import org.jackknife.api.environment.Briefing;
import org.jackknife.api.environment.Feedback;
import org.jackknife.toolquery.internal.tool.Outcome;
import org.jackknife.toolquery.internal.tool.Parameter;
import org.jackknife.toolquery.internal.tool.Profile;
import org.jackknife.toolquery.internal.tool.Tool;
import org.jackknife.toolquery.internal.tool.Toolbox;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The common protocol, over two tools that echo and refuse. */
class ToolQueryEnvironmentTest {

    private static final Toolbox TOOLBOX = () -> List.of(
            new Tool("echo", "says it again", List.of(Parameter.text("x")), call -> new Outcome.Success(call.get("x"))),
            new Tool("refuse", "fails", List.of(Parameter.text("x")), call -> new Outcome.Failure("Error: no")));

    private static ToolQueryEnvironment world(Profile profile, Object... subgoals) {
        Briefing briefing = new Briefing("", "", "", List.of(), "goal", List.of(), "");
        return new ToolQueryEnvironment(TOOLBOX, List.of(subgoals), profile, briefing);
    }

    private static Feedback act(ToolQueryEnvironment world, String text) {
        return world.act(new Action.Text(text));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Action: echo with Action Input: {'x': 5}",
                "echo with Action Input: {\"x\": 5}",
                "  Action:echo   with  Action Input:{'x': 5}  ",
                "Action: echo with Action Input: {'x': 5}\nObservation: invented"
            })
    void actionsInWords(String text) {
        assertThat(act(world(Profile.ACBENCH, 5L), text)).isEqualTo(new Feedback("5", true, 1, false, false));
    }

    @Test
    void theFormatErrorIsThatOfTheProfile() {
        String text = "Format error, please response in the format of  "
                + "\"Action: [your action] with Action Input: [your action input]";
        assertThat(act(world(Profile.ACBENCH, 1L), "echo 5")).isEqualTo(Feedback.invalid(text, 0));
        assertThat(act(world(Profile.CLEAN, 1L), "echo 5")).isEqualTo(Feedback.invalid(text + "\"", 0));
    }

    @ParameterizedTest
    @ValueSource(strings = {"{'x': ", "{'x': open('f')}", "", "{'x': 1 + 1}", "{x: 1}"})
    void whatIsNoLiteralIsRefused(String input) {
        assertThat(act(world(Profile.CLEAN, 1L), "echo with Action Input: " + input))
                .isEqualTo(Feedback.invalid(
                        "ERROR | Exception(Parameters in action input are not valid, please change your action input.)", 0));
    }

    @Test
    void jsonLiteralsOnlyInTheCleanProfile() {
        String text = "echo with Action Input: {\"x\": [true, false, null]}";
        assertThat(act(world(Profile.CLEAN, 1L), text).observation()).isEqualTo("[True, False, None]");
        assertThat(act(world(Profile.ACBENCH, 1L), text).valid()).isFalse();
    }

    @ParameterizedTest
    @EnumSource(Profile.class)
    void errorsOfCalls(Profile profile) {
        var world = world(profile, 1L);
        assertThat(act(world, "echo with Action Input: {}")).isEqualTo(Feedback.invalid("ERROR | KeyError('x')", 0));
        assertThat(act(world, "sing with Action Input: {}"))
                .isEqualTo(Feedback.invalid("ERROR | Invalid action: sing.", 0));
        assertThat(act(world, "finish with Action Input: {}")).isEqualTo(Feedback.invalid("ERROR | KeyError('answer')", 0));
        assertThat(act(world, "echo with Action Input: [1]").observation())
                .isEqualTo("ERROR | TypeError(list indices must be integers or slices, not str)");
        assertThat(act(world, "echo with Action Input: 5").observation())
                .isEqualTo("ERROR | TypeError('int' object is not subscriptable)");
    }

    @Test
    void aCallAndTheSameCallInWordsDoTheSame() {
        var arguments = JsonNodeFactory.instance.objectNode().put("x", 5);
        assertThat(world(Profile.CLEAN, 5L).act(new Action.Call("echo", arguments)))
                .isEqualTo(act(world(Profile.CLEAN, 5L), "echo with Action Input: {'x': 5}"));
    }

    @Test
    void validActionsAreListedAndNotLogged() {
        var world = world(Profile.CLEAN, "You can use following valid actions: ['echo']");
        assertThat(act(world, "check_valid_actions with Action Input: {}"))
                .isEqualTo(new Feedback(
                        "You can use following valid actions: ['echo', 'refuse', 'check_valid_actions', 'finish']",
                        true,
                        0,
                        false,
                        false));
    }

    @Test
    void aRefusalIsGroundedAndLoggedAsFailed() {
        var world = world(Profile.CLEAN, "Calling refuse with {'x': 'a'} failed");
        assertThat(act(world, "refuse with Action Input: {'x': 'a'}")).isEqualTo(new Feedback("Error: no", true, 1, false, false));
    }

    @Test
    void oneResultServesOneSubgoal() {
        var world = world(Profile.CLEAN, 5L, 5.0);
        assertThat(act(world, "echo with Action Input: {'x': 5}").progress()).isEqualTo(0.5);
        assertThat(act(world, "echo with Action Input: {'x': 5}").progress()).isEqualTo(1);
    }

    @Test
    void successNeedsBothTheEndAndEverySubgoal() {
        var early = world(Profile.CLEAN, 5L, 6L);
        assertThat(act(early, "finish with Action Input: {'answer': 6}"))
                .isEqualTo(new Feedback("6", true, 0.5, true, false));
        var whole = world(Profile.CLEAN, 5L, 6L);
        act(whole, "echo with Action Input: {'x': 5}");
        assertThat(act(whole, "finish with Action Input: {'answer': 6}")).isEqualTo(new Feedback("6", true, 1, true, true));
    }

    @Test
    void theEndIsTheEnd() {
        var world = world(Profile.CLEAN, 5L);
        act(world, "finish with Action Input: {'answer': 5}");
        assertThat(act(world, "echo with Action Input: {'x': 5}"))
                .isEqualTo(new Feedback("The episode is over.", false, 1, true, true));
    }

    @Test
    void listsInAnswersAreComparedSorted() {
        var world = world(Profile.CLEAN, List.of("a", "b"));
        assertThat(act(world, "finish with Action Input: {'answer': ['b', 'a']}"))
                .isEqualTo(new Feedback("['b', 'a']", true, 1, true, true));
        assertThat(act(world(Profile.CLEAN, 1L), "finish with Action Input: {'answer': [1, 'a']}").observation())
                .isEqualTo("ERROR | TypeError('<' not supported between instances of 'str' and 'int')");
    }

    @Test
    void theWordFinishEndsAnEpisodeOnlyInTheAcbenchProfile() {
        String text = "echo with Action Input: {'x': 'I will finish'}";
        assertThat(act(world(Profile.ACBENCH, 1L), text).done()).isTrue();
        assertThat(act(world(Profile.CLEAN, 1L), text).done()).isFalse();
        assertThat(act(world(Profile.ACBENCH, 1L), "echo with Action Input: {'finish': 1}").done()).isFalse();
    }

    @Test
    void progressStallsOnTheWordInvalidOnlyInTheAcbenchProfile() {
        String text = "echo with Action Input: {'x': 'Invalid'}";
        var published = world(Profile.ACBENCH, "Invalid", 5L);
        assertThat(act(published, text).progress()).isZero();
        assertThat(act(published, "echo with Action Input: {'x': 5}").progress()).isEqualTo(1);
        assertThat(act(world(Profile.CLEAN, "Invalid"), text).progress()).isEqualTo(1);
    }

    @Test
    void aNetworkErrorInTheTextAbortsOnlyInTheAcbenchProfile() {
        String text = "finish with Action Input: {'answer': 'TimeoutError'}";
        assertThat(act(world(Profile.ACBENCH, "TimeoutError"), text))
                .isEqualTo(new Feedback("TimeoutError", true, 0, true, false));
        assertThat(act(world(Profile.CLEAN, "TimeoutError"), text).success()).isTrue();
    }
}
