package org.jackknife.agent.internal;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Cases derived by hand from the rules of AgentBoard's parser, one per rule and accident. */
class ActionParserTest {

    @ParameterizedTest(name = "{0} -> {1}")
    @CsvSource(delimiter = '|', ignoreLeadingAndTrailingWhitespace = true, value = {
        // no "action" anywhere: the first line, without blanks, quotes and slashes at its ends
        "go north~then wait | go north",
        "'take key'/ | take key",
        // the rest after the first colon of a line that says action
        "Thought: hm~Action: open box: now~more | open box: now",
        "ACTION: put down cup. | put down cup.",
        // a tool call keeps its line whole
        "get_x with Action Input: {'a': 1} | get_x with Action Input: {'a': 1}",
        "Action: get_x with Action Input: {'a': 1} | get_x with Action Input: {'a': 1}",
        // the next non-empty line, unless a later line decides
        "Here is the next action to take:~~look around | look around",
        "next action:~look~Action: wait | wait",
        // "is to", up to its next occurrence
        "My action is to jump is to fly | jump",
        // an action line with nothing after its colon does not count, nor does one with blanks only
        "Action:~sit | Action:",
        "Action: ~sit | Action:"
    })
    void findsTheAction(String text, String action) {
        assertThat(ActionParser.parse(text.replace('~', '\n'))).isEqualTo(action);
    }
}
