package org.jackknife.chat.grammar;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GbnfGrammarTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            root ::= "a" [b-d]+ "e"?            ; abcd, abe                ; a, ae, abef
            root ::= ("x" , "y"){2,3}           ; xx, xyx                  ; x, xxxx
            root ::= [^0-9] .                   ; ab, é1, 😀😀              ; 1a, a
            root ::= "a"{2}                     ; aa                       ; a, aaa
            root ::= "\\x41\\u00e9\\"" [\\]x]   ; Aé"], Aé"x               ; Aé"
            root ::= item ("+" item)* #c\\nitem ::= [0-9] , "(" root ")"  ; 1+2, (1+(2)), 3   ; +1, (1, 1+
            root ::= "a"? "b"{0,2}              ; a, abb, bb               ; abbb
            """)
    void recognisesWhatItProducesAndNothingElse(String row) {
        String[] cells = row.split("\\s;\\s");
        // in the table a comma stands for the bar and \n for a new line
        GbnfGrammar grammar = GbnfGrammar.parse(cells[0].replace(" , ", " | ").replace("\\n", "\n").strip());
        for (String yes : cells[1].strip().split(", ")) {
            assertThat(grammar.matches(yes)).as("%s produces %s", cells[0], yes).isTrue();
        }
        for (String no : cells[2].strip().split(", ")) {
            assertThat(grammar.matches(no)).as("%s produces %s", cells[0], no).isFalse();
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', quoteCharacter = '`', textBlock = """
            root ::= missing                       ; 1 ; the rule 'missing' is not defined
            item ::= "a"                           ; 1 ; there is no rule 'root'
            root ::= root "a"                      ; 1 ; left recursion
            root ::= "a"? root                     ; 1 ; left recursion
            root ::= "x" | a\\na ::= b "x"\\nb ::= a ; 2 ; left recursion
            root ::= ("a"?)*                       ; 1 ; left recursion
            root ::= "a                            ; 1 ; not closed
            root ::= [a-                           ; 1 ; not closed
            root ::= ("a"                          ; 1 ; expected ')'
            root ::= "a" )                         ; 1 ; expected the end of the line
            root ::= "\\q"                         ; 1 ; the escape
            root ::= "\\x4"                        ; 1 ; hexadecimal
            root ::= "a"{3,2}                      ; 1 ; must not be smaller
            root ::= "a"{x}                        ; 1 ; expected a number
            root = "a"                             ; 1 ; expected '::='
            root ::= [z-a]                         ; 1 ; backwards
            root ::= "a"\\nroot ::= "b"            ; 2 ; defined twice
            root ::= "a"\\nmy_rule ::= "b"         ; 2 ; expected '::='
            """)
    void refusesWhatLlamaCppWouldIgnore(String text, int line, String reason) {
        assertThatExceptionOfType(GrammarException.class)
                .isThrownBy(() -> GbnfGrammar.parse(text.replace("\\n", "\n")))
                .withMessageContaining(reason)
                .satisfies(fault -> assertThat(fault.line()).isEqualTo(line));
    }

    @Test
    void aBuiltLiteralProducesItsText() {
        String text = "say \"x\" \\ tab\t nl\n é ]";
        assertThat(new Gbnf().rule("root", Gbnf.literal(text)).build().matches(text)).isTrue();
    }

    @Test
    void longTextsAreRecognisedWithoutOverflow() {
        assertThat(GbnfGrammar.parse("root ::= [a-z]*").matches("a".repeat(20_000))).isTrue();
    }
}
