package dev.cartographer.cli;

import dev.cartographer.view.BindingState;
import java.util.Locale;

/** A piece of text with its meaning, which a terminal may show as colour. */
record Cell(String text, Tone tone) {

  Cell {
    text = Plain.text(text);
  }

  static Cell plain(String text) {
    return new Cell(text, Tone.PLAIN);
  }

  /** A state as glyph and word; a word that is no known state keeps its own. */
  static Cell state(String word) {
    for (var state : BindingState.values()) {
      if (state.word().equals(word)) {
        return state(state);
      }
    }
    return plain("? " + word);
  }

  private static Cell state(BindingState state) {
    return switch (state) {
      case VALID -> new Cell("● valid", Tone.GOOD);
      case FAILING -> new Cell("◔ failing", Tone.WARNING);
      case EXPIRED -> new Cell("■ expired", Tone.BAD);
      case PENDING -> new Cell("◌ pending", Tone.PLAIN);
    };
  }

  /** A number of bindings, which means something only when there are any. */
  static Cell count(long number, Tone tone) {
    return new Cell(String.format(Locale.ROOT, "%,d", number), number == 0 ? Tone.PLAIN : tone);
  }

  int width() {
    return text.codePointCount(0, text.length());
  }

  String painted(boolean colour) {
    return colour && tone != Tone.PLAIN ? tone.begin + text + "\u001b[0m" : text;
  }

  /** What a text means. */
  enum Tone {
    PLAIN(""),
    GOOD("\u001b[32m"),
    WARNING("\u001b[33m"),
    BAD("\u001b[31m"),
    STRONG("\u001b[1m");

    private final String begin;

    Tone(String begin) {
      this.begin = begin;
    }
  }
}
