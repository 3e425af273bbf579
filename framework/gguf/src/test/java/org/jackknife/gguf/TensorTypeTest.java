package org.jackknife.gguf;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import org.jackknife.gguf.testing.NativeLibrary;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class TensorTypeTest {
    /** GGML_TYPE_COUNT of b4916. */
    private static final int NATIVE_TYPES = 39;

    @Test
    void idsSizesAndNamesAreThoseOfGgml() throws Throwable {
        assumeTrue(NativeLibrary.available(), "the llama.cpp library runs on Linux x86-64 only");
        NativeLibrary library = NativeLibrary.load();
        MethodHandle blockSize = library.function("ggml_blck_size", FunctionDescriptor.of(JAVA_LONG, JAVA_INT));
        MethodHandle typeSize = library.function("ggml_type_size", FunctionDescriptor.of(JAVA_LONG, JAVA_INT));
        MethodHandle typeName = library.function("ggml_type_name", FunctionDescriptor.of(ADDRESS, JAVA_INT));

        assertThat(TensorType.values()).hasSize(NATIVE_TYPES);
        for (int id = 0; id < NATIVE_TYPES; id++) {
            TensorType type = TensorType.byId(id).orElseThrow();
            String name = ((MemorySegment) typeName.invokeExact(id)).reinterpret(100).getString(0);
            assertThat(type.id()).isEqualTo(id);
            assertThat((long) type.blockSize()).as("block size of %s", type).isEqualTo((long) blockSize.invokeExact(id));
            assertThat((long) type.blockBytes()).as("block bytes of %s", type).isEqualTo((long) typeSize.invokeExact(id));
            if (type.removed()) {
                assertThat(name).as("name of %s", type).containsAnyOf("DEPRECATED", "REMOVED");
            } else {
                assertThat(name).as("name of %s", type).isEqualToIgnoringCase(type.name());
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"Q4_0, 4.5", "Q8_0, 8.5", "F16, 16", "Q4_K, 4.5", "Q6_K, 6.5625", "IQ2_XXS, 2.0625", "IQ4_XS, 4.25"})
    void bitsPerWeightAreThePublishedFigures(TensorType type, double bits) {
        assertThat(type.bitsPerWeight()).isCloseTo(bits, within(1e-12));
    }

    @Test
    void bytesForCountsWholeBlocksOnly() {
        assertThat(TensorType.Q4_0.bytesFor(64)).isEqualTo(36);
        assertThat(TensorType.F32.bytesFor(0)).isZero();
        assertThatThrownBy(() -> TensorType.Q4_0.bytesFor(33))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("32")
                .hasMessageContaining("33");
        assertThatThrownBy(() -> TensorType.F32.bytesFor(Long.MAX_VALUE)).isInstanceOf(ArithmeticException.class);
    }

    @ParameterizedTest
    @EnumSource(names = {"Q4_2", "Q4_3", "Q4_0_4_4", "IQ4_NL_8_8"})
    void removedTypesHaveNoSize(TensorType type) {
        assertThat(type.removed()).isTrue();
        assertThatThrownBy(() -> type.bytesFor(32)).hasMessageContaining("removed");
    }

    @Test
    void findsByNameInAnyCaseAndByIdWithinRange() {
        assertThat(TensorType.byName("q4_K")).contains(TensorType.Q4_K);
        assertThat(TensorType.byName("Q4_K_M")).isEmpty();
        assertThat(TensorType.byId(-1)).isEmpty();
        assertThat(TensorType.byId(NATIVE_TYPES)).isEmpty();
    }
}
