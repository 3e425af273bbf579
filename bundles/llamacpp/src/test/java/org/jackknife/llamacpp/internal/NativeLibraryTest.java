package org.jackknife.llamacpp.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.lang.foreign.Arena;
import java.lang.foreign.SymbolLookup;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jackknife.api.engine.EngineException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NativeLibraryTest {

    private static final String NAME = System.mapLibraryName("jllama");

    @TempDir
    private Path folder;

    @Test
    void theBundledLibraryIsB4916InAFolderOfTheUser() {
        NativeLibrary library = NativeLibrary.of(Optional.empty());
        assertThat(library.description()).isEqualTo("llama.cpp b4916");
        assertThat(library.file().getParent().getParent()).endsWithRaw(Path.of("jackknife", "native"));
    }

    @Test
    void aUsersCopyOfAKnownBuildIsTaken() throws Exception {
        Path copy = Files.copy(LibraryFile.bundled(), folder.resolve(NAME));
        assertThat(NativeLibrary.of(Optional.of(folder)).file()).isEqualTo(copy);
    }

    @Test
    void anEmptyFolderIsRefused() {
        assertThatThrownBy(() -> NativeLibrary.of(Optional.of(folder)))
                .isInstanceOf(EngineException.class)
                .hasMessageContaining(folder.toString())
                .hasMessageContaining(NAME);
    }

    @Test
    void aFileThatIsNoLibraryIsRefused() throws Exception {
        Files.writeString(folder.resolve(NAME), "no library");
        assertThatThrownBy(() -> NativeLibrary.of(Optional.of(folder)))
                .isInstanceOf(EngineException.class)
                .hasMessageContaining("cannot be loaded");
    }

    @Test
    void aLibraryOfSomethingElseIsRefused() throws Exception {
        Path other = Path.of("/lib/x86_64-linux-gnu/libz.so.1");
        assumeTrue(Files.exists(other), "needs some other library");
        Files.copy(other, folder.resolve(NAME));
        assertThatThrownBy(() -> NativeLibrary.of(Optional.of(folder)))
                .isInstanceOf(EngineException.class)
                .hasMessageContaining("it is not llama.cpp");
    }

    @ParameterizedTest
    @CsvSource({"flash_attn, 100", "n_batch, 8", "type_k, 96", "cb_eval, 68"})
    void aTableWithAFieldInTheWrongPlaceDoesNotFit(String field, int offset) {
        NativeLayout right = NativeLayout.B4916;
        NativeLayout.Structs structs = right.structs();
        NativeLayout wrong = new NativeLayout(
                "wrong",
                new NativeLayout.Structs(structs.model(), structs.context().field(field, offset), structs.batch(),
                        structs.tensor(), structs.traits()),
                right.ops(),
                right.symbols());
        assertThat(faults(wrong)).singleElement().asString().contains("llama_context_params." + field);
    }

    @Test
    void aTableWithTheWrongSizeOrOperatorDoesNotFit() {
        NativeLayout right = NativeLayout.B4916;
        StructTable context = right.structs().context();
        NativeLayout.Structs longer = new NativeLayout.Structs(
                right.structs().model(), new StructTable(context.name(), 128, context.offsets()), right.structs().batch(),
                right.structs().tensor(), right.structs().traits());
        assertThat(faults(new NativeLayout("wrong", longer, right.ops(), right.symbols())))
                .containsExactly("llama_context_params has 120 bytes, not 128");
        NativeLayout.Ops ops = new NativeLayout.Ops(26, 28);
        assertThat(faults(new NativeLayout("wrong", right.structs(), ops, right.symbols())))
                .anyMatch(fault -> fault.contains("operator 26"));
    }

    private static List<String> faults(NativeLayout layout) {
        return LayoutCheck.faults(SymbolLookup.libraryLookup(LibraryFile.bundled(), Arena.global()), layout);
    }
}
