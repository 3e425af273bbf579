package org.jackknife.api.environment;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** Something an agent does: words, or the call of a tool. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
@JsonSubTypes({
    @JsonSubTypes.Type(value = Action.Text.class, name = "text"),
    @JsonSubTypes.Type(value = Action.Call.class, name = "call")
})
public sealed interface Action {

    /** An action in words, as the model wrote it. */
    record Text(String text) implements Action {
        @Override
        public String toString() {
            return text;
        }
    }

    /** The call of a tool with its arguments. */
    record Call(String tool, ObjectNode arguments) implements Action {
        @Override
        public String toString() {
            return tool + arguments;
        }
    }
}
