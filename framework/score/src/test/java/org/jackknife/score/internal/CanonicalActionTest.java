package org.jackknife.score.internal;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.jackknife.api.environment.Action;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CanonicalActionTest {

    private static final ObjectMapper JSON = new ObjectMapper();

    @Test
    void orderOfKeysAndBlanksDoNotMatterAndOrderInArraysDoes() throws Exception {
        assertThat(CanonicalJson.of(JSON.readTree("{\"b\": [2, 1], \"a\": {\"d\": null, \"c\": \"x\"}}")))
                .isEqualTo("{\"a\":{\"c\":\"x\",\"d\":null},\"b\":[2,1]}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"100", "100.0", "1e2", "1.00E+2", "1000e-1"})
    void aNumberIsItsValue(String spelling) throws Exception {
        assertThat(CanonicalJson.of(JSON.readTree(spelling))).isEqualTo("1E+2");
    }

    @Test
    void aNumberIsNotTheTextOfIt() throws Exception {
        assertThat(CanonicalJson.of(JSON.readTree("\"1\""))).isNotEqualTo(CanonicalJson.of(JSON.readTree("1")));
    }

    @Test
    void numbersThatAreNoneDoNotBreakIt() {
        assertThat(CanonicalJson.of(JsonNodeFactory.instance.numberNode(Double.NaN))).isEqualTo("NaN");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "find with Action Input: {\"name\": \"Ada\", \"year\": 1}",
                "find with action input:  {'year': 1.0, 'name': 'Ada'}",
                "  find   with Action Input: {\"year\":1,\"name\":\"Ada\"}  "
            })
    void callsInWordsAreCalls(String text) {
        ObjectNode arguments = JSON.createObjectNode().put("name", "Ada").put("year", 1);
        assertThat(CanonicalAction.of(new Action.Text(text)))
                .isEqualTo(CanonicalAction.of(new Action.Call("find", arguments)));
    }

    @Test
    void argumentsThatAreNoJsonAreComparedAsWritten() {
        CanonicalAction action = CanonicalAction.of(new Action.Text("find with Action Input: {name:  Ada"));
        assertThat(action).isEqualTo(new CanonicalAction(CanonicalAction.Form.CALL, "find", "{name: Ada"));
    }

    @Test
    void wordsAreTheirFirstWordAndTheRest() {
        assertThat(CanonicalAction.of(new Action.Text(" go  to desk 1\n")))
                .isEqualTo(new CanonicalAction(CanonicalAction.Form.WORDS, "go", "to desk 1"));
        assertThat(CanonicalAction.of(new Action.Text("look")))
                .isEqualTo(new CanonicalAction(CanonicalAction.Form.WORDS, "look", ""));
    }
}
