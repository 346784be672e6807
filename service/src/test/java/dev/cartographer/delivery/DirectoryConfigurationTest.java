package dev.cartographer.delivery;

import static dev.cartographer.fleet.Signal.LOGS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.cartographer.agent.Configuration;
import dev.cartographer.fault.Dependency;
import dev.cartographer.fault.DependencyFailure;
import dev.cartographer.fault.FaultKind;
import dev.cartographer.fleet.Binding;
import dev.cartographer.fleet.Target;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DirectoryConfigurationTest {
  private static final Binding ACME = Acme.binding(LOGS, new Target.Files());
  private static final Configuration FIRST =
      new Configuration(Map.of("fluent.conf", "1", "ca.crt", "pem"));
  private static final Configuration SECOND = new Configuration(Map.of("fluent.conf", "2"));

  @TempDir Path root;
  private DirectoryDelivery delivery;
  private Path agent;

  @BeforeEach
  void deliverBelowTheRoot() {
    delivery = new DirectoryDelivery(root, Pickups.IGNORED, Clock.systemUTC());
    agent = root.resolve("acme-payments/logs-agent");
  }

  @Test
  void anAgentFindsItsFilesAndNoOthers() {
    delivery.configure(ACME, FIRST);

    assertThat(agent.resolve("fluent.conf")).hasContent("1");
    assertThat(agent.resolve("ca.crt")).hasContent("pem");
    assertThat(agent.resolve("configuration")).hasContent(FIRST.hash());

    delivery.configure(ACME, SECOND);
    assertThat(agent.resolve("fluent.conf")).hasContent("2");
    assertThat(agent.resolve("previous.fluent.conf")).hasContent("1");
    assertThat(Files.exists(agent.resolve("ca.crt"), java.nio.file.LinkOption.NOFOLLOW_LINKS))
        .isFalse();
  }

  @Test
  void nothingIsWrittenThatIsThereAlready() throws IOException {
    delivery.configure(ACME, FIRST);
    var version = Files.readSymbolicLink(agent.resolve("..data"));

    delivery.configure(ACME, FIRST);

    assertThat(Files.readSymbolicLink(agent.resolve("..data"))).isEqualTo(version);
  }

  @Test
  void whatSomebodyChangedIsMended() throws IOException {
    delivery.configure(ACME, FIRST);
    Files.delete(agent.resolve("fluent.conf"));
    Files.writeString(agent.resolve("fluent.conf"), "theirs");

    delivery.configure(ACME, FIRST);

    assertThat(agent.resolve("fluent.conf")).hasContent("1");
  }

  @Test
  void whatTheCompanionRefusedIsRolledBackAndToldUntilAnotherIsWanted() throws IOException {
    delivery.configure(ACME, FIRST);
    delivery.configure(ACME, SECOND);
    Files.writeString(agent.resolve("status/refused"), SECOND.hash() + "\n");

    var first = failure(() -> delivery.configure(ACME, SECOND));
    var again = failure(() -> delivery.configure(ACME, SECOND));

    assertThat(agent.resolve("fluent.conf")).hasContent("1");
    assertThat(first.fault()).isEqualTo(again.fault());
    assertThat(first.fault().dependency()).isEqualTo(Dependency.CLUSTER);
    assertThat(first.fault().kind()).isEqualTo(FaultKind.DELIVERY_REFUSED);
    assertThat(first.fault().detail())
        .startsWith("the agent of acme-payments/logs refuses its configuration " + SECOND.hash());

    var third = new Configuration(Map.of("fluent.conf", "3"));
    delivery.configure(ACME, third);
    assertThat(agent.resolve("fluent.conf")).hasContent("3");
  }

  @Test
  void whatTheCompanionWritesIsNoMoreThanCompared() throws IOException {
    delivery.configure(ACME, FIRST);
    Files.writeString(agent.resolve("status/refused"), "x".repeat(1000));
    delivery.configure(ACME, SECOND);
    Files.delete(agent.resolve("status/refused"));
    Files.createSymbolicLink(agent.resolve("status/refused"), Path.of("/etc/hostname"));
    delivery.configure(ACME, FIRST);

    assertThat(agent.resolve("fluent.conf")).hasContent("1");
  }

  @Test
  void onlyTheStatusIsTheGroupsToWrite() throws IOException {
    delivery.configure(ACME, FIRST);

    assertThat(mode(agent)).isEqualTo("rwxr-x---");
    assertThat(mode(agent.resolve("fluent.conf"))).isEqualTo("rw-r-----");
    assertThat(mode(agent.resolve("status"))).isEqualTo("rwxrwx---");
  }

  @Test
  void withoutTheRootItIsMissed() {
    var elsewhere = new DirectoryDelivery(root.resolve("gone"), Pickups.IGNORED, Clock.systemUTC());

    assertThat(failure(() -> elsewhere.configure(ACME, FIRST)).fault().kind())
        .isEqualTo(FaultKind.DELIVERY_MISSING);
  }

  @Test
  void itIsTakenBackWithItsStatus() {
    delivery.configure(ACME, FIRST);

    delivery.takeBackConfiguration(ACME);

    assertThat(root).isEmptyDirectory();
  }

  /** As the OpenTelemetry Collector does, which watches the file and not the links to it. */
  @Test
  void whoeverWatchesATokensFileItselfHearsOfTheNext() throws IOException {
    delivery.deliver(ACME, Acme.token(1), Acme.note(1));
    var watched = root.resolve("acme-payments/logs/token").toRealPath();
    var before = changed(watched);

    delivery.deliver(ACME, Acme.token(2), Acme.note(2));

    assertThat(changed(watched)).isGreaterThan(before);
    assertThat(watched).hasContent("token-of-generation-1-of-acme");
  }

  private static FileTime changed(Path file) throws IOException {
    return (FileTime) Files.getAttribute(file, "unix:ctime");
  }

  private static String mode(Path path) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
  }

  private static DependencyFailure failure(
      org.assertj.core.api.ThrowableAssert.ThrowingCallable call) {
    return catchThrowableOfType(DependencyFailure.class, call);
  }
}
