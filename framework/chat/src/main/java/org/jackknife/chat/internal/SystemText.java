package org.jackknife.chat.internal;

import dev.langchain4j.data.message.ChatMessage;
import dev.langchain4j.data.message.Content;
import dev.langchain4j.data.message.SystemMessage;
import dev.langchain4j.data.message.TextContent;
import dev.langchain4j.data.message.UserMessage;
import java.util.ArrayList;
import java.util.List;

/** Moves system texts into user messages, for templates that know user and assistant only. */
public final class SystemText {

    private static final String BLANK_LINE = "\n\n";

    private SystemText() {}

    /** The conversation without system messages: each opens the user message that follows it, or is one where none does. */
    public static List<ChatMessage> inUserTurn(List<ChatMessage> messages) {
        List<ChatMessage> moved = new ArrayList<>();
        StringBuilder pending = new StringBuilder();
        for (ChatMessage message : messages) {
            if (message instanceof SystemMessage system) {
                pending.append(system.text()).append(BLANK_LINE);
            } else if (message instanceof UserMessage user && !pending.isEmpty()) {
                moved.add(opened(pending.toString(), user));
                pending.setLength(0);
            } else {
                moved.add(message);
            }
        }
        if (!pending.isEmpty()) {
            moved.add(UserMessage.from(pending.toString().strip()));
        }
        return moved;
    }

    private static UserMessage opened(String text, UserMessage user) {
        List<Content> contents = new ArrayList<>(user.contents());
        if (contents.getFirst() instanceof TextContent first) {
            contents.set(0, TextContent.from(text + first.text()));
        } else {
            contents.addFirst(TextContent.from(text));
        }
        return user.toBuilder().contents(contents).build();
    }
}
