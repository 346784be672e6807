package dev.cartographer.fault;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ForeignTextTest {
  @Test
  void whatControlsFormatsOrShowsNothingBecomesABlank() {
    var text = "a\r\nb\u001b[2J\u202ec\u2028d\ue000e\ud800f\u200bg";

    assertThat(ForeignText.line(text, 100)).isEqualTo("a  b [2J c d e f g");
  }

  @Test
  void charactersBeyondTheLongestAreLeftOutAndNoneIsCutInTwo() {
    assertThat(ForeignText.line("😀😀😀", 2)).isEqualTo("😀😀");
    assertThat(ForeignText.line("żółć", 10)).isEqualTo("żółć");
  }
}
