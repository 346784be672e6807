package dev.cartographer.runbook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TemplateTest {
  private static final Map<String, Object> DATA =
      Map.of(
          "site",
          Map.of(
              "data",
              Map.of("teams", Map.of("armada-api", Map.of("link", "https://issues", "note", "")))),
          "greeting",
          "Hello");

  private static String rendered(String text) {
    return Template.parse("page.md", text, 1).fill(DATA).whole();
  }

  @Test
  void keysMayHaveHyphens() {
    assertThat(rendered("[here]({{ site.data.teams.armada-api.link }})"))
        .isEqualTo("[here](https://issues)");
    assertThat(
            rendered(
                "{{site.data.teams[\"armada-api\"].link}} {{ site['data'].teams.armada-api.link }}"))
        .isEqualTo("https://issues https://issues");
  }

  @Test
  void whatIsCapturedIsShownWhereItIsNamed() {
    assertThat(rendered("a{% capture x %}\n- {{ greeting }}\n{% endcapture %}b{{ x }}c{{ x }}"))
        .isEqualTo("ab\n- Hello\nc\n- Hello\n");
    assertThat(
            rendered(
                "{% capture 'x' %}{% capture y %}1{% endcapture %}{{ y }}2{% endcapture %}{{ x }}"))
        .isEqualTo("12");
  }

  @Test
  void bracesThatOpenNothingAreText() {
    assertThat(rendered("{ } }} %} {x} ${tag} #{code}")).isEqualTo("{ } }} %} {x} ${tag} #{code}");
    assertThat(rendered("")).isEmpty();
  }

  @Test
  void whatIsMissingIsNamedWithItsPlaceAndTheRestToo() {
    var text =
        "one {{ site.data.teams.IAM.link }}\ntwo {{ nobody }}\n  {{ greeting.name }} {{ site }}";

    assertThatThrownBy(() -> rendered(text))
        .isInstanceOf(RunbookRefused.class)
        .hasMessage(
            """
            page.md:1:5: {{ site.data.teams.IAM.link }}: site.data.teams has no IAM
            page.md:2:5: {{ nobody }}: there is no nobody
            page.md:3:3: {{ greeting.name }}: greeting is a text, and has no name
            page.md:3:23: {{ site }}: site is a group of values, not a text\
            """);
  }

  @Test
  void anEmptyValueIsShownAndTold() {
    var filled = Template.parse("page.md", "x{{ site.data.teams.armada-api.note }}", 7).fill(DATA);

    assertThat(filled.whole()).isEqualTo("x");
    assertThat(filled.blank())
        .extracting(Object::toString)
        .containsExactly(
            "page.md:7:2: {{ site.data.teams.armada-api.note }}: it is there, but empty");
  }

  @ParameterizedTest
  @CsvSource(
      delimiterString = " => ",
      textBlock =
          """
          a {{ greeting            => 1:3: {{ is not closed by }}
          a {{ greeting | upcase }} => 1:3: {{ greeting
          {{ }}                    => 1:1: {{  }} is no path of names
          {{ true }}               => 1:1: {{ true }} is no path of names
          {{ a..b }}               => 1:1: {{ a..b }} is no path of names
          {{ greeting-}} => 1:1: {{ greeting- }} is no path of names
          {{- greeting }} => 1:1: {{ - greeting }} is no path of names
          {{ a. }}                 => 1:1: {{ a. }} is no path of names
          {{ 'text' }}             => 1:1: {{ 'text' }} is no path of names
          x{% if a %}y{% endif %}  => 1:2: {% if a %} is not taken here
          {% include x.html %}     => 1:1: {% include x.html %} is not taken here
          {% capture %}x           => 1:1: {% capture %} is not taken here
          {%- capture a -%}        => 1:1: {% - capture a - %} is not taken here
          {% capture a %}x         => 1:1: this {% capture %} has no {% endcapture %}
          {% endcapture %}         => 1:1: {% endcapture %} ends nothing
          {% capture a             => 1:1: {% is not closed by %}
          """)
  void whatIsNotTakenIsRefusedWithItsPlace(String text, String problem) {
    assertThatThrownBy(() -> Template.parse("page.md", text, 1))
        .isInstanceOf(RunbookRefused.class)
        .hasMessageStartingWith("page.md:" + problem);
  }
}
