package org.jackknife.calibration.internal.corpus;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.jackknife.api.method.MethodException;
import org.jackknife.chat.ChatTemplate;
import org.jackknife.chat.jinja.TemplateException;

/**
 * A file with a JSON object on each line: with a string {@code text}, or with {@code messages} in the form of OpenAI's
 * chat interface, which the model's chat template renders. Other fields are passed over, but tools are refused: without
 * them a rendered conversation would not be what a model reads.
 *
 * @param file for messages
 */
record JsonLines(Path file) implements FileCorpus.Form {

    private static final JsonMapper MAPPER = JsonMapper.builder().build();

    @Override
    public void read(BufferedReader lines, ChatTemplate template, Corpus.Reader reader) throws IOException {
        int number = 0;
        boolean wanted = true;
        for (String line = lines.readLine(); wanted && line != null; line = lines.readLine()) {
            number++;
            if (!line.isBlank()) {
                wanted = reader.take(passage(line, number, template));
            }
        }
    }

    private Passage passage(String line, int number, ChatTemplate template) {
        try {
            return passage(MAPPER.readTree(line), template);
        } catch (JsonProcessingException e) {
            throw refused(number, "is no JSON: " + e.getOriginalMessage(), e);
        } catch (TemplateException e) {
            throw refused(number, "cannot be rendered by the model's chat template: " + e.getMessage(), e);
        } catch (IllegalArgumentException e) {
            throw refused(number, e.getMessage(), e);
        }
    }

    private static Passage passage(JsonNode object, ChatTemplate template) {
        if (object.path("text").isTextual()) {
            return new Passage(object.get("text").textValue(), Passage.Kind.TEXT);
        }
        if (!object.path("messages").isArray()) {
            throw new IllegalArgumentException("has neither a string 'text' nor an array 'messages'");
        }
        if (!object.path("tools").isEmpty()) {
            throw new IllegalArgumentException("offers 'tools', which cannot be rendered from a file; use 'agentic'");
        }
        String rendered = template.render(OpenAiMessages.of(object.get("messages")), List.of(), false);
        return new Passage(rendered, Passage.Kind.CONVERSATION);
    }

    private MethodException refused(int line, String why, Exception cause) {
        return new MethodException("%s, line %d %s".formatted(file, line, why), cause);
    }
}
