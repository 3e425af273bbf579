package org.jackknife.chat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jackknife.chat.jinja.TemplateException;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * Prompts equal to those of Python's Jinja2 3.1.2 under Hugging Face's settings, which src/test/python/golden.py wrote down.
 *
 * <p>The templates here are our own, with the constructs and the output form of the models they are named after. With
 * {@code -Djackknife.templates=FOLDER} the same is done for templates in a folder for which golden.py has been run, such as
 * those that models are published with.
 */
class GoldenTest {

    private static final SpecialTokens TOKENS = new SpecialTokens("<bos>", "<eos>");

    @TestFactory
    Stream<DynamicTest> ownTemplates() throws IOException, URISyntaxException {
        return tests(Path.of(GoldenTest.class.getResource("templates").toURI()));
    }

    @TestFactory
    Stream<DynamicTest> templatesOfThisLibrary() throws IOException, URISyntaxException {
        Path folder = Path.of(GoldenTest.class.getResource("templates").toURI());
        return Stream.concat(
                tests("compact", ChatTemplates.compact().source(), folder), tests("chatml", ChatTemplates.chatMl().source(), folder));
    }

    @TestFactory
    Stream<DynamicTest> publishedTemplates() throws IOException {
        String folder = System.getProperty("jackknife.templates");
        assumeTrue(folder != null, "no folder of published templates given by -Djackknife.templates=FOLDER");
        return tests(Path.of(folder));
    }

    @Test
    void theClockOfTheGoldenFilesIsTheStandingClock() {
        ChatTemplate template = ChatTemplate.parse("{{ strftime_now('%d %b %Y %H:%M') }}", TOKENS);
        assertThat(template.render(List.of())).isEqualTo("26 Jul 2024 00:00");
    }

    private static Stream<DynamicTest> tests(Path folder) throws IOException {
        List<DynamicTest> tests = new ArrayList<>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, "*.jinja")) {
            for (Path file : files) {
                tests.addAll(tests(file.getFileName().toString().replace(".jinja", ""), Files.readString(file), folder).toList());
            }
        }
        assertThat(tests).as("templates in %s", folder).isNotEmpty();
        return tests.stream();
    }

    private static Stream<DynamicTest> tests(String name, String source, Path folder) throws IOException {
        ChatTemplate template = ChatTemplate.parse(source, TOKENS);
        JsonNode golden = Conversations.JSON.readTree(Files.readString(folder.resolve(name + ".golden.json")));
        return Conversations.all().stream().map(conversation -> {
            JsonNode expected = golden.path(conversation.name());
            assertThat(expected.isObject()).as("golden.py has been run for %s: %s", name, conversation.name()).isTrue();
            return DynamicTest.dynamicTest(name + ": " + conversation.name(), () -> check(template, conversation, expected));
        });
    }

    private static void check(ChatTemplate template, Conversations.Conversation conversation, JsonNode expected) {
        if (expected.has("text")) {
            assertThat(template.render(conversation.messages(), conversation.tools(), conversation.addGenerationPrompt()))
                    .isEqualTo(expected.get("text").asText());
            return;
        }
        TemplateException fault = catchThrowableOfType(TemplateException.class,
                () -> template.render(conversation.messages(), conversation.tools(), conversation.addGenerationPrompt()));
        assertThat(fault).as("Python: %s", expected).isNotNull();
        assertThat(fault.line()).isPositive();
        if (expected.has("raised")) {
            assertThat(fault.reason()).isEqualTo(expected.get("raised").asText());
        }
    }
}
