package org.jackknife.toolquery.internal.value;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.List;
import org.jackknife.chat.python.PythonLiteral;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The expected values were read off CPython 3.11. */
class PythonEqualityTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '`',
            value = {
                "5; 5.0; true",
                "5; '5'; false",
                "True; 1; true",
                "False; 0.0; true",
                "None; None; true",
                "None; 0; false",
                "'a'; \"a\"; true",
                "[1, 2]; [1.0, 2]; true",
                "[1, 2]; [2, 1]; false",
                "[1]; [1, 1]; false",
                "(1,); [1]; false",
                "{'a': 1, 'b': [2]}; {'b': [2.0], 'a': True}; true",
                "{'a': 1}; {'a': 1, 'b': None}; false",
                "{'a': None}; {'b': None}; false",
                "9007199254740993; 9007199254740992.0; false",
                "0.1; 0.10000000000000001; true",
                "10000000000000000000000; 1e22; true"
            })
    void equalAsInPython(String left, String right, boolean equal) {
        Object a = PythonLiteral.parse(left);
        Object b = PythonLiteral.parse(right);
        assertThat(PythonEquality.equal(a, b)).isEqualTo(equal);
        assertThat(PythonEquality.equal(b, a)).isEqualTo(equal);
    }

    @Test
    void nanEqualsNothing() {
        assertThat(PythonEquality.equal(Double.NaN, Double.NaN)).isFalse();
        assertThat(PythonEquality.equal(Double.POSITIVE_INFINITY, Double.POSITIVE_INFINITY)).isTrue();
    }

    @Test
    void sortsNumbersByValueAndTextByCodePoint() {
        assertThat(PythonEquality.sorted(List.of(3, 1.5, 2L))).containsExactly(1.5, 2L, 3);
        // U+FF5E comes before U+1F600, though its UTF-16 unit comes after the other's
        assertThat(PythonEquality.sorted(List.of("\uD83D\uDE00", "\uFF5E", "B", "a")))
                .containsExactly("B", "a", "\uFF5E", "\uD83D\uDE00");
        assertThat(PythonEquality.sorted(List.of(List.of(2), List.of(1, 5)))).containsExactly(List.of(1, 5), List.of(2));
    }

    @Test
    void whatHasNoOrderIsATypeError() {
        assertThatThrownBy(() -> PythonEquality.sorted(List.of(1, "a")))
                .isInstanceOf(PythonException.class)
                .hasMessage("'<' not supported between instances of 'str' and 'int'");
        assertThatThrownBy(() -> PythonEquality.sorted(Arrays.asList(1, null))).isInstanceOf(PythonException.class);
    }
}
