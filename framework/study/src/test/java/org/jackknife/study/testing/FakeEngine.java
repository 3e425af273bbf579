package org.jackknife.study.testing;

import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.response.ChatResponse;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.ValueLayout;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.jackknife.api.engine.Engine;
import org.jackknife.api.engine.EngineException;
import org.jackknife.api.engine.EngineInfo;
import org.jackknife.api.engine.EngineSession;
import org.jackknife.api.engine.TokenSession;
import org.jackknife.api.model.Model;
import org.jackknife.api.plugin.Option;

/** Answers with the hash of what it is asked, and fails in the ways that engines fail. */
public final class FakeEngine implements Engine<FakeEngine.Options> {

    /** The ways to fail. */
    public enum Fault {
        none,
        /** Aborts in native code. */
        abort,
        /** Never returns from native code. */
        hang,
        /** Throws an engine's exception. */
        exception,
        /** Prints on the standard output from native code's point of view, without a line feed. */
        chatter
    }

    public record Options(
            @Option(value = "Milliseconds per answer.", defaultValue = "0", min = 0) int millis,
            @Option(value = "How to fail.", defaultValue = "none") Fault fault,
            @Option(value = "Fail where the prompt contains this.", defaultValue = "-") String on,
            @Option(value = "Fail only while this file is absent, and make it.") Optional<Path> once,
            @Option(value = "Refuse to open any model.", defaultValue = "false") boolean closed,
            @Option(value = "Episodes at once.", defaultValue = "1", min = 1) int sequences) {}

    @Override
    public Class<Options> optionsType() {
        return Options.class;
    }

    @Override
    public EngineSession open(Model model, Options options) {
        if (options.closed()) {
            throw new EngineException("this engine is closed; use another");
        }
        return new Session(model, options);
    }

    private record Session(Model model, Options options) implements EngineSession {

        @Override
        public ChatModel chat() {
            return new ChatModel() {
                @Override
                public ChatResponse doChat(ChatRequest request) {
                    String prompt = ((UserMessage) request.messages().getLast()).singleText();
                    pause();
                    if (prompt.contains(options.on())) {
                        fail();
                    }
                    return ChatResponse.builder()
                            .aiMessage(AiMessage.from("add " + Math.floorMod(prompt.hashCode(), 3)))
                            .build();
                }
            };
        }

        private void pause() {
            try {
                Thread.sleep(options.millis());
            } catch (InterruptedException e) {
                throw new EngineException("interrupted", e);
            }
        }

        private void fail() {
            if (options.once().isPresent() && !firstTime(options.once().get())) {
                return;
            }
            switch (options.fault()) {
                case none -> { }
                case abort -> call("abort", FunctionDescriptor.ofVoid());
                case hang -> hang();
                case exception -> throw new EngineException("the fake engine stumbled");
                case chatter -> Chatter.print("ggml: something was printed here");
            }
        }

        private static boolean firstTime(Path marker) {
            try {
                Files.createFile(marker);
                return true;
            } catch (FileAlreadyExistsException e) {
                return false;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        private static void hang() {
            while (true) {
                // returns only when a signal comes
                call("pause", FunctionDescriptor.of(ValueLayout.JAVA_INT));
            }
        }

        private static void call(String function, FunctionDescriptor descriptor) {
            Linker linker = Linker.nativeLinker();
            var handle = linker.downcallHandle(linker.defaultLookup().find(function).orElseThrow(), descriptor);
            try {
                handle.invokeWithArguments();
            } catch (Throwable e) {
                throw new AssertionError(e);
            }
        }

        @Override
        public Optional<TokenSession> tokens() {
            return Optional.empty();
        }

        @Override
        public EngineInfo info() {
            return new EngineInfo("fake 1", model.name(), 0, Map.of());
        }

        @Override
        public int concurrency() {
            return options.sequences();
        }

        @Override
        public void close() {}
    }
}
