package dev.cartographer.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The golden vectors were tried with Fluentd's own parsers, of 1.16.9 and 1.19.0. */
class FluentdTextTest {

  static Stream<Arguments> textThatIsKept() {
    return Stream.of(
        Arguments.of("k #{1}", "#{1}"),
        Arguments.of("k a#{1}", "a#{1}"),
        Arguments.of("k 'a#{1}b'", "a#{1}b"),
        Arguments.of(
            "k '{\"Authorization\":\"Bearer #{1}\"}'", "{\"Authorization\":\"Bearer #{1}\"}"),
        Arguments.of("k \"\\#{1}\"", "#{1}"),
        Arguments.of("k \"#\\{1}\"", "#{1}"),
        Arguments.of("k 'it\\'s'", "it's"),
        Arguments.of("k 'a\\\\'", "a\\"),
        Arguments.of("k 'a\\nb'", "a\\nb"),
        Arguments.of("k \"a\\nb\"", "a\nb"),
        Arguments.of("k abc #def", "abc"),
        Arguments.of("k abc#def", "abc#def"),
        Arguments.of("k #def", "#def"),
        Arguments.of("k a #{1}", "a"),
        Arguments.of("k ''", ""),
        Arguments.of("'k' v", "v"),
        Arguments.of("k {\"a\":1} # comment", "{\"a\":1}"),
        Arguments.of("k 'abc #def' # comment", "abc #def"),
        Arguments.of("k 'a\rb'", "a\rb"),
        Arguments.of("k 'a\u0085b\u2028c'", "a\u0085b\u2028c"),
        Arguments.of("k '${tag}'", "${tag}"),
        Arguments.of("k  spaced out \t", "spaced out"),
        Arguments.of("k", ""));
  }

  @ParameterizedTest
  @MethodSource
  void textThatIsKept(String line, String value) {
    assertThat(leaves(line)).containsExactly(new Leaf("<>k", value));
  }

  static Stream<Arguments> rubyThatWouldRun() {
    return Stream.of(
        Arguments.of("k \"a#{x}b\"", "<>k"),
        Arguments.of("k [\"#{x}\"]", "<>k"),
        Arguments.of("k {\"a\":\"#{x}\"}", "<>k"),
        Arguments.of("k [1, {\"a\":[\"b\",\"#{x}\"]}]", "<>k"),
        Arguments.of("\"#{x}\" v", "<>"),
        Arguments.of("<match \"#{x}\">\n</match>", "<><match>"),
        Arguments.of("<a>\n<b \"#{x}\">\n</b>\n</a>", "<><a><b>"));
  }

  @ParameterizedTest
  @MethodSource
  void rubyThatWouldRun(String text, String path) {
    assertThat(leaves(text))
        .filteredOn(leaf -> !leaf.code().isEmpty())
        .extracting(Leaf::code)
        .containsExactly("x");
  }

  @Test
  void aLineEndsWithEitherCharacter() {
    assertThat(leaves("k abc\r  command id"))
        .extracting(Leaf::path)
        .containsExactly("<>k", "<>command");
    assertThat(leaves("k abc\n  command id"))
        .extracting(Leaf::path)
        .containsExactly("<>k", "<>command");
  }

  @Test
  void aFileIsIncludedWhereverItIsAskedFor() {
    assertThat(leaves("<a>\n  @include /etc/passwd\n</a>"))
        .containsExactly(new Leaf("<a>", ""), new Leaf("<a>@include", "/etc/passwd"));
  }

  @ParameterizedTest
  @MethodSource
  void whatFluentdDoesNotStartWith(String text) {
    assertThatThrownBy(() -> leaves(text))
        .isInstanceOf(UnreadableText.class)
        .hasMessageContaining("line ");
  }

  static List<String> whatFluentdDoesNotStartWith() {
    return List.of(
        "k 'a\nb'",
        "k 'a",
        "k \"a",
        "k [abc",
        "k [a'b]",
        "k 'a' b",
        "<match a>",
        "</match>",
        "<match a>\n</source>",
        "<match a\nk v\n</match>");
  }

  @Test
  void whateverIsQuotedIsReadBackAndNothingRuns() {
    var hostile = new HostileTexts(new SplittableRandom(7));
    var syntax = new FluentdSyntax();
    var refused = 0;
    for (var i = 0; i < 1_000_000; i++) {
      var value = hostile.next();
      try {
        var leaves = syntax.leaves("<r>\n  k " + syntax.quoted(value) + "\n</r>\n");
        assertRead(leaves, value);
      } catch (IllegalArgumentException e) {
        assertThat(HostileTexts.writable(value)).as(value).isFalse();
        refused++;
      }
    }
    assertThat(refused).isBetween(100_000, 900_000);
  }

  /** Without AssertJ, whose million descriptions would take longer than the parser. */
  private static void assertRead(List<Leaf> leaves, String value) {
    if (!leaves.equals(List.of(new Leaf("<r>", ""), new Leaf("<r>k", value)))) {
      throw new AssertionError(value + " was read as " + leaves);
    }
  }

  private static List<Leaf> leaves(String text) {
    return new FluentdText(text).leaves();
  }
}
