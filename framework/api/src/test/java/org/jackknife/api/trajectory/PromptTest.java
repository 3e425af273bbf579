package org.jackknife.api.trajectory;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PromptTest {

    @Test
    void keepsOnlyWhatIsNewAndGivesTheWholeBack() {
        Prompt second = Prompt.after("system user", "system user tool");
        assertThat(second).isEqualTo(new Prompt(11, " tool"));
        assertThat(second.text("system user")).isEqualTo("system user tool");
    }

    @Test
    void survivesAPromptThatWasShortenedOrRewritten() {
        assertThat(Prompt.after("abcdef", "abXY").text("abcdef")).isEqualTo("abXY");
        assertThat(Prompt.after("abcdef", "abc").text("abcdef")).isEqualTo("abc");
        assertThat(Prompt.after("", "abc")).isEqualTo(new Prompt(0, "abc"));
    }
}
