package dev.cartographer;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Who may use whom: the chapters and their direction. */
@NullMarked
class PackagesTest {
  private static final String ROOT = "dev.cartographer.";
  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages("dev.cartographer");

  private static final String TABLE =
      """
      secret   : secret
      fleet    : fleet secret
      fault    : fault fleet
      token    : token secret
      exchange : exchange limit fleet token fault secret
      delivery : delivery limit fleet token fault secret
      limit    : limit fleet fault
      rotation : rotation limit exchange delivery fleet token fault
      view     : view
      pull     : pull rotation delivery fleet token secret
      discovery : discovery fleet secret view
      store    : store pull delivery rotation fleet token fault secret view
      metrics  : metrics pull limit rotation exchange fleet token fault view
      sandbox  : sandbox fleet token secret
      cli      : cli sandbox fleet secret view
      app      : app discovery pull limit metrics store view rotation delivery exchange token fault fleet secret
      """;

  @ParameterizedTest
  @CsvSource(delimiter = ':', textBlock = TABLE)
  void aPackageUsesOnly(String user, String used) {
    var allowed = List.of(used.split(" ", -1));

    noClasses()
        .that()
        .resideInAPackage(ROOT + user)
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(others(allowed))
        .check(CLASSES);
  }

  @ParameterizedTest
  @CsvSource({
    "secret",
    "fleet",
    "fault",
    "token",
    "exchange",
    "delivery",
    "rotation",
    "pull",
    "discovery",
    "view",
    "store"
  })
  void theFrameworkIsKnownInAppAlone(String user) {
    noClasses()
        .that()
        .resideInAPackage(ROOT + user)
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "io.quarkus..", "jakarta..", "io.smallrye..", "org.eclipse.microprofile..")
        .check(CLASSES);
  }

  @ParameterizedTest
  @CsvSource({"token", "fault", "rotation"})
  void decisionsArePure(String user) {
    noClasses()
        .that()
        .resideInAPackage(ROOT + user)
        .should()
        .dependOnClassesThat()
        .resideOutsideOfPackages("java..", "dev.cartographer..", "org.jspecify..")
        .check(CLASSES);
  }

  @Test
  void everyPackageHasARow() {
    var packages = CLASSES.stream().map(JavaClass::getPackageName).distinct();

    assertThat(packages)
        .containsExactlyInAnyOrder(chapters().map(c -> ROOT + c).toArray(String[]::new));
  }

  @Test
  void theArchitecturePageHasTheSameTable() throws IOException {
    var page = Files.readString(Path.of("../ARCHITECTURE.md"));

    var documented =
        Pattern.compile("^\\| `(\\w+)` \\| .* \\| (.*) \\|$", Pattern.MULTILINE)
            .matcher(page)
            .results()
            .map(r -> r.group(1) + ": " + r.group(2));

    assertThat(documented)
        .containsExactlyInAnyOrderElementsOf(TABLE.lines().map(PackagesTest::told).toList());
  }

  /** A row as the page tells it: without the package itself, and the one that uses all in words. */
  private static String told(String row) {
    var chapter = row.substring(0, row.indexOf(':')).strip();
    var used =
        Pattern.compile(" ")
            .splitAsStream(row.substring(row.indexOf(':') + 1).strip())
            .filter(c -> !c.equals(chapter))
            .collect(Collectors.joining(" "));
    var words = chapter.equals("app") ? "all but sandbox and cli" : used;
    return chapter + ": " + (words.isEmpty() ? "–" : words);
  }

  private static Stream<String> chapters() {
    return TABLE.lines().map(row -> row.substring(0, row.indexOf(':')).strip());
  }

  private static String[] others(List<String> allowed) {
    return chapters().filter(c -> !allowed.contains(c)).map(c -> ROOT + c).toArray(String[]::new);
  }
}
