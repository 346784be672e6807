package dev.cartographer.agent;

import dev.cartographer.fleet.Agent;
import dev.cartographer.fleet.Signal;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A file of an agent's configuration: fixed text, checked in below {@code resources/agents}, with
 * places for a few values.
 *
 * <p><code>&lt;&lt;name&gt;&gt;</code> is such a place. Lines between <code>&lt;&lt;#labels&gt;&gt;
 * </code> and <code>&lt;&lt;/labels&gt;&gt;</code> stand once for each label, those between <code>
 * &lt;&lt;#authorities&gt;&gt;</code> and its end only with certificates of one's own, those
 * between <code>&lt;&lt;#tls&gt;&gt;</code> and its end only for https.
 *
 * @param file its name where the agent reads it
 */
record Template(String file, Syntax syntax, String text) {
  private static final Pattern PLACE = Pattern.compile("<<([a-z]+)>>");
  private static final Pattern BLOCK =
      Pattern.compile("(?m)^ *<<#([a-z]+)>>\\n((?s:.*?))^ *<</\\1>>\\n");

  /** Reads the file that was built in. */
  static Template of(Agent agent, Signal signal, String file, Syntax syntax) {
    return new Template(file, syntax, resource(agent.word() + "/" + signal.word() + "/" + file));
  }

  static String resource(String name) {
    var path = "/agents/" + name;
    try (var in = Template.class.getResourceAsStream(path)) {
      if (in == null) {
        throw new IllegalStateException(path + " is not built in");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Reads a filled-in text as the agent would.
   *
   * @throws UnreadableText when it says anything but the fixed text and these values
   */
  void check(String filled, Values values) {
    var expected =
        syntax.leaves(filled(values.marked())).stream()
            .map(leaf -> new Leaf(leaf.path(), values.unmarked(leaf.value()), leaf.code()))
            .toList();
    if (!syntax.leaves(filled).equals(expected)) {
      throw new UnreadableText(file + " would not say what it should");
    }
  }

  /**
   * The text with all places filled in, in one pass: a value that looks like a place is not one.
   *
   * @throws IllegalArgumentException when a value can't be written
   */
  String filled(Values values) {
    var written = new StringBuilder();
    var at = 0;
    for (var block = BLOCK.matcher(text); block.find(); at = block.end()) {
      written.append(places(text.substring(at, block.start()), values.texts()));
      written.append(block(block.group(1), block.group(2), values));
    }
    return written.append(places(text.substring(at), values.texts())).toString();
  }

  private String block(String name, String lines, Values values) {
    if (name.equals("labels")) {
      return values.labels().entrySet().stream()
          .map(label -> places(lines, Map.of("name", label.getKey(), "label", label.getValue())))
          .collect(Collectors.joining());
    }
    return values.blocks().contains(name) ? places(lines, values.texts()) : "";
  }

  private String places(String part, Map<String, String> texts) {
    return PLACE
        .matcher(part)
        .replaceAll(place -> Matcher.quoteReplacement(text(place.group(1), texts)));
  }

  private String text(String place, Map<String, String> texts) {
    var value =
        Optional.ofNullable(texts.get(place))
            .orElseThrow(() -> new IllegalStateException(file + " has an unknown place: " + place));
    return place.equals("name") ? value : syntax.quoted(value);
  }
}
