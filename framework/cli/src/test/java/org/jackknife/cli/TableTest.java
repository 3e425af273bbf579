package org.jackknife.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.jackknife.cli.Table.Column;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TableTest {

    @Test
    void alignsNumbersRightAndTextLeft() {
        Table table = Table.of(Column.LEFT, Column.RIGHT).row("NAME", "N").row("a", 5).row("long name", 12345);
        assertThat(table.render(100)).containsExactly("NAME           N", "a              5", "long name  12345");
    }

    @Test
    void cutsWhatDoesNotFitWithAnEllipsis() {
        Table table = Table.of(Column.LEFT, Column.LEFT).row("abcdefghijkl", "xyz");
        assertThat(table.render(12)).containsExactly("abcdef\u2026  xyz");
    }

    @Test
    void wrapsSentencesBetweenWords() {
        Table table = Table.of(Column.LEFT, Column.WRAPPED).row("id", "one two three");
        assertThat(table.render(12)).containsExactly("id  one two", "    three");
    }

    @Test
    void countsCodePointsNotChars() {
        Table table = Table.of(Column.LEFT, Column.LEFT).row("\uD83D\uDE00\uD83D\uDE00", "x").row("ab", "y");
        assertThat(table.render(100)).containsExactly("\uD83D\uDE00\uD83D\uDE00  x", "ab  y");
    }

    @ParameterizedTest
    @ValueSource(ints = {16, 20, 40, 100})
    void neverExceedsTheWidth(int width) {
        String words = "sentence with words of many lengths and an extraordinarilylongwordthatnothingcanbreak ";
        Table table = Table.of(Column.LEFT, Column.RIGHT, Column.WRAPPED)
                .row("id-".repeat(30), 123456789, words.repeat(3))
                .row("", "", "");
        assertThat(table.render(width)).allMatch(line -> line.length() <= width);
    }

    @Test
    void refusesARowOfAnotherLength() {
        Table table = Table.of(Column.LEFT, Column.LEFT);
        assertThatThrownBy(() -> table.row("alone")).hasMessage("1 cells for 2 columns");
    }
}
