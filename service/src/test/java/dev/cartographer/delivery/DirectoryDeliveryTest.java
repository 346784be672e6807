package dev.cartographer.delivery;

import static dev.cartographer.fleet.Signal.LOGS;
import static dev.cartographer.fleet.Signal.METRICS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.cartographer.delivery.Delivery.Delivered;
import dev.cartographer.delivery.Delivery.TakenBack;
import dev.cartographer.fault.Dependency;
import dev.cartographer.fault.DependencyFailure;
import dev.cartographer.fault.Fault;
import dev.cartographer.fault.FaultKind;
import dev.cartographer.fleet.Binding;
import dev.cartographer.fleet.Target;
import dev.cartographer.token.Held;
import dev.cartographer.token.Note;
import dev.cartographer.token.Replaced;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DirectoryDeliveryTest {
  private static final Binding LOGS_OF_ACME = Acme.binding(LOGS, new Target.Files());

  @TempDir Path root;
  private DirectoryDelivery delivery;
  private Path logs;

  @BeforeEach
  void deliverBelowTheRoot() {
    delivery = new DirectoryDelivery(root, Pickups.IGNORED, Clock.systemUTC());
    logs = root.resolve("acme-payments").resolve("logs");
  }

  @Test
  void nothingIsHeldBeforeTheFirstDelivery() {
    assertThat(delivery.held(LOGS_OF_ACME)).isEqualTo(new Held.Absent());
  }

  @Test
  void anAgentReadsTheTokenAndItsNote() throws IOException {
    var delivered = deliver(1);

    assertThat(delivered).isEqualTo(new Delivered.Done());
    assertThat(logs.resolve("token")).hasContent("token-of-generation-1-of-acme");
    assertThat(logs.resolve("note.json"))
        .hasContent(
            "{\"generation\":1,\"issuedAt\":\"2026-01-01T12:00:01Z\","
                + "\"expiresAt\":\"2026-01-01T13:00:01Z\","
                + "\"fingerprint\":\""
                + Acme.token(1).fingerprint()
                + "\"}");
    assertThat(delivery.held(LOGS_OF_ACME)).isEqualTo(new Held.Present(Acme.note(1)));
  }

  @Test
  void onlyOwnerAndGroupMayRead() throws IOException {
    deliver(1);

    assertThat(modes("", "token", "note.json", ".lock"))
        .isEqualTo(List.of("rwxr-x---", "rw-r-----", "rw-r-----", "rw-------"));
    assertThat(mode(root.resolve("acme-payments"))).isEqualTo("rwxr-x---");
    assertThat(mode(logs.resolve("..data").toRealPath())).isEqualTo("rwxr-x---");
  }

  private final List<String> told = new ArrayList<>();

  private void report(String text) throws IOException {
    Files.writeString(logs.resolve("picked-up"), text);
    var noon = Clock.fixed(Instant.parse("2026-01-01T12:10:00Z"), ZoneOffset.UTC);
    new DirectoryDelivery(
            root,
            (cluster, signal, note, how, at) ->
                told.add(cluster + " " + signal + " " + note.generation() + " " + how + " " + at),
            noon)
        .held(LOGS_OF_ACME);
  }

  @Test
  void whatAgentsHaveTakenUpTheyPutDownBesideTheToken() throws IOException {
    deliver(2);
    assertThat(mode(logs.resolve("picked-up"))).isEqualTo("rw-rw----");

    report("2 " + Acme.token(2).fingerprint() + " 2026-01-01T12:00:09Z\n");
    report("2 " + Acme.token(2).fingerprint() + " 2026-01-01T13:00:00Z");

    assertThat(told)
        .containsExactly(
            "3 LOGS 2 FILE 2026-01-01T12:00:09Z", "3 LOGS 2 FILE 2026-01-01T12:10:00Z");
    deliver(3);
    assertThat(logs.resolve("picked-up")).content().startsWith("2 ");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "1 FINGERPRINT 2026-01-01T12:00:09Z",
        "2 000000000000000000000000 2026-01-01T12:00:09Z",
        "2 FINGERPRINT",
        "2 FINGERPRINT yesterday",
        "2 FINGERPRINT 1999-01-01T12:00:09Z",
        "2 FINGERPRINT 2026-01-01T12:00:09Z and more"
      })
  void whatIsNotAboutThisTokenSaysNothing(String text) throws IOException {
    deliver(2);

    report(text.replace("FINGERPRINT", Acme.token(2).fingerprint().hex()));
    report("x".repeat(1000));

    assertThat(told).isEmpty();
  }

  @Test
  void whatIsTakenBackLeavesNothingBehind() {
    deliver(1);
    deliver(2);

    assertThat(delivery.takeBack(LOGS_OF_ACME, _ -> true)).isEqualTo(new TakenBack.Done());

    assertThat(root).isEmptyDirectory();
    assertThat(delivery.takeBack(LOGS_OF_ACME, _ -> true)).isEqualTo(new TakenBack.Done());
  }

  @Test
  void theOtherSignalAndWhatOthersPutThereStay() throws IOException {
    var metrics = Acme.binding(METRICS, new Target.Files());
    delivery.deliver(metrics, Acme.token(5), Acme.note(5));
    deliver(1);
    Files.writeString(logs.resolve("agent.state"), "mine");

    delivery.takeBack(LOGS_OF_ACME, _ -> true);

    assertThat(logs).isDirectoryContaining("glob:**agent.state");
    assertThat(logs.toFile().list()).containsExactly("agent.state");
    assertThat(delivery.held(metrics)).isEqualTo(new Held.Present(Acme.note(5)));
  }

  @Test
  void aTokenPutThereByHandIsNotTakenAway() throws IOException {
    Files.createDirectories(logs);
    Files.writeString(logs.resolve("token"), "by hand");

    assertThat(delivery.takeBack(LOGS_OF_ACME, _ -> true))
        .isEqualTo(new TakenBack.Left("the token was not put there by Cartographer"));

    assertThat(logs.resolve("token")).hasContent("by hand");
  }

  @Test
  void aNewerTokenThanTheOneMeantIsNotTakenAway() {
    deliver(2);

    assertThat(delivery.takeBack(LOGS_OF_ACME, Acme.note(1)::equals))
        .isEqualTo(new TakenBack.Left("another token was delivered since"));

    assertThat(delivery.held(LOGS_OF_ACME)).isEqualTo(new Held.Present(Acme.note(2)));
  }

  @Test
  void theSignalsOfAClusterAreApart() {
    var metrics = Acme.binding(METRICS, new Target.Files());
    deliver(1);

    delivery.deliver(metrics, Acme.token(5), Acme.note(5));

    assertThat(delivery.held(LOGS_OF_ACME)).isEqualTo(new Held.Present(Acme.note(1)));
    assertThat(delivery.held(metrics)).isEqualTo(new Held.Present(Acme.note(5)));
  }

  @Test
  void aLowerGenerationIsNotWritten() {
    deliver(5);

    assertThat(deliver(4)).isEqualTo(new Delivered.Outrun(Acme.note(5)));
    assertThat(logs.resolve("token")).hasContent("token-of-generation-5-of-acme");
  }

  @Test
  void aReplacedTokenIsKeptUntilItIsSettledAndTheTokenBesideItStays() throws IOException {
    deliver(1);

    delivery.deliver(LOGS_OF_ACME, Acme.keeping(2), Acme.note(2));
    assertThat(kept()).map(Replaced::tries).contains(0);
    assertThat(kept()).map(k -> k.text().reveal()).contains("token-of-generation-1-of-acme");
    assertThat(mode(logs.resolve("..data").resolve("previous"))).isEqualTo("rw-r-----");

    delivery.settle(LOGS_OF_ACME, Acme.note(2), Optional.of(Acme.replaced(1, 4)));
    assertThat(kept()).map(Replaced::tries).contains(4);

    delivery.settle(LOGS_OF_ACME, Acme.note(1), Optional.empty());
    assertThat(kept()).as("settled under another token").isPresent();

    delivery.settle(LOGS_OF_ACME, Acme.note(2), Optional.empty());
    assertThat(delivery.held(LOGS_OF_ACME)).isEqualTo(new Held.Present(Acme.note(2)));
    assertThat(logs.resolve("token")).hasContent("token-of-generation-2-of-acme");
    assertThat(logs.resolve("..data").resolve("previous")).doesNotExist();
  }

  @Test
  void whatIsKeptCantMakeTheTokenUnreadable() throws IOException {
    deliver(1);
    delivery.deliver(LOGS_OF_ACME, Acme.keeping(2), Acme.note(2));

    Files.writeString(logs.resolve("..data").resolve("previous"), "another's");
    assertThat(delivery.held(LOGS_OF_ACME)).isEqualTo(new Held.Present(Acme.note(2)));

    Files.delete(logs.resolve("..data").resolve("previous"));
    assertThat(delivery.held(LOGS_OF_ACME)).isEqualTo(new Held.Present(Acme.note(2)));
  }

  private Optional<Replaced> kept() {
    return ((Held.Present) delivery.held(LOGS_OF_ACME)).replaced();
  }

  @Test
  void theSameDeliveryOnceMoreIsDoneAlready() throws IOException {
    deliver(5);
    var before = logs.resolve("..data").toRealPath();

    assertThat(deliver(5)).isEqualTo(new Delivered.Done());
    assertThat(logs.resolve("..data").toRealPath()).isEqualTo(before);
  }

  @Test
  void anotherTokenOfTheSameGenerationIsNotWritten() {
    deliver(5);
    var rival = Acme.token(5, "a-rival-of-generation-5");

    var delivered = delivery.deliver(LOGS_OF_ACME, rival, Note.of(5, rival));

    assertThat(delivered).isEqualTo(new Delivered.Outrun(Acme.note(5)));
  }

  @Test
  void theVersionBeforeStaysForAReaderAndOlderOnesGo() throws IOException {
    deliver(1);
    deliver(2);
    deliver(3);

    assertThat(names())
        .containsExactly(
            ".lock", "..data", "..gen-2", "..gen-3", "note.json", "picked-up", "token");
  }

  @Test
  void whatACrashHasLeftIsClearedByTheNextDelivery() throws IOException {
    deliver(1);
    var half = Files.createDirectory(logs.resolve("..gen-2-crashed"));
    Files.writeString(half.resolve("token"), "half a tok");
    Files.createSymbolicLink(logs.resolve("..new-..data"), half.getFileName());

    assertThat(delivery.held(LOGS_OF_ACME)).isEqualTo(new Held.Present(Acme.note(1)));
    deliver(2);

    assertThat(names())
        .containsExactly(
            ".lock", "..data", "..gen-1", "..gen-2", "note.json", "picked-up", "token");
    assertThat(delivery.held(LOGS_OF_ACME)).isEqualTo(new Held.Present(Acme.note(2)));
  }

  @Test
  void aCrashRightAfterTheSwitchOfTheFirstDeliveryIsMended() throws IOException {
    deliver(1);
    Files.delete(logs.resolve("token"));
    Files.delete(logs.resolve("note.json"));

    assertThat(delivery.held(LOGS_OF_ACME))
        .isEqualTo(
            new Held.Unreadable("the links to token and note are not those of Cartographer"));
    deliver(2);

    assertThat(logs.resolve("token")).hasContent("token-of-generation-2-of-acme");
  }

  @Test
  void aTokenThatSomebodyElsePutThereIsReplaced() throws IOException {
    Files.createDirectories(logs);
    Files.writeString(logs.resolve("token"), "pasted by hand");

    assertThat(delivery.held(LOGS_OF_ACME))
        .isEqualTo(new Held.Unreadable("the token was not put there by Cartographer"));
    deliver(1);

    assertThat(logs.resolve("token")).hasContent("token-of-generation-1-of-acme");
    assertThat(delivery.held(LOGS_OF_ACME)).isEqualTo(new Held.Present(Acme.note(1)));
  }

  @Test
  void aTokenEditedByHandIsNotVouchedForAndGivesWay() throws IOException {
    deliver(5);
    Files.writeString(logs.resolve("token"), "edited");

    assertThat(delivery.held(LOGS_OF_ACME))
        .isEqualTo(new Held.Unreadable("the token is not the one that its note describes"));
    assertThat(deliver(6)).isEqualTo(new Delivered.Done());
  }

  @ParameterizedTest
  @ValueSource(strings = {"{", "[]", "\"x\"", "{\"generation\":\"many\"}", "\u0000\u0001"})
  void aNoteThatIsNoNoteIsUnreadable(String note) throws IOException {
    deliver(1);
    Files.writeString(logs.resolve("note.json"), note);

    assertThat(delivery.held(LOGS_OF_ACME)).isInstanceOf(Held.Unreadable.class);
  }

  @Test
  void aTokenThatIsGoneIsUnreadable() throws IOException {
    deliver(1);
    Files.delete(logs.resolve("..data").toRealPath().resolve("token"));

    assertThat(delivery.held(LOGS_OF_ACME))
        .isEqualTo(new Held.Unreadable("a file of the version that counts is missing"));
  }

  @Test
  void aRootThatIsNotThereIsNotMade() {
    var missing =
        new DirectoryDelivery(root.resolve("not-mounted"), Pickups.IGNORED, Clock.systemUTC());

    var detail =
        "the delivery directory "
            + root.resolve("not-mounted")
            + " is not there, so acme-payments/logs can't be delivered: make or mount it, writable"
            + " for Cartographer";
    var expected = new Fault(Dependency.CLUSTER, FaultKind.DELIVERY_MISSING, detail);
    assertThat(faultOf(() -> missing.deliver(LOGS_OF_ACME, Acme.token(1), Acme.note(1))))
        .isEqualTo(expected);
    assertThat(faultOf(() -> missing.held(LOGS_OF_ACME))).isEqualTo(expected);
  }

  @Test
  void aLinkInPlaceOfTheClustersDirectoryIsNotFollowed(@TempDir Path elsewhere) throws IOException {
    Files.createSymbolicLink(root.resolve("acme-payments"), elsewhere);

    var fault = faultOf(() -> deliver(1));

    assertThat(fault.kind()).isEqualTo(FaultKind.STORAGE);
    assertThat(fault.detail()).contains("Not a directory (" + root.resolve("acme-payments") + ")");
    assertThat(elsewhere).isEmptyDirectory();
  }

  @Test
  void anotherProcessThatWritesIsAConflictUntilItEnds() throws Exception {
    deliver(1);
    var other = holding(logs.resolve(".lock"));
    try (var said =
        new BufferedReader(new InputStreamReader(other.getInputStream(), StandardCharsets.UTF_8))) {
      assertThat(said.readLine()).isEqualTo("held");

      var fault = faultOf(() -> deliver(2));

      var detail = "another process is writing the directory of acme-payments/logs at this moment";
      assertThat(fault)
          .isEqualTo(new Fault(Dependency.CLUSTER, FaultKind.DELIVERY_CONFLICT, detail));
    } finally {
      other.destroyForcibly().waitFor();
    }

    assertThat(deliver(2)).isEqualTo(new Delivered.Done());
  }

  @Test
  void aFullDiskLeavesTheTokenHeld() throws Exception {
    try (var disk = SmallDisk.mountedAt(root)) {
      assumeTrue(disk.isMounted(), "needs the right to mount a tmpfs");
      deliver(1);
      disk.fill();

      var fault = faultOf(() -> deliver(2));

      assertThat(fault.kind()).isEqualTo(FaultKind.STORAGE);
      assertThat(fault.detail())
          .startsWith("the directory of acme-payments/logs below " + root)
          .contains("No space left on device");
      assertThat(delivery.held(LOGS_OF_ACME)).isEqualTo(new Held.Present(Acme.note(1)));
      assertThat(names())
          .containsExactly(".lock", "..data", "..gen-1", "note.json", "picked-up", "token");

      disk.drain();
      assertThat(deliver(2)).isEqualTo(new Delivered.Done());
    }
  }

  @Test
  void aReadOnlyDiskLeavesTheTokenHeld() throws Exception {
    try (var disk = SmallDisk.mountedAt(root)) {
      assumeTrue(disk.isMounted(), "needs the right to mount a tmpfs");
      deliver(1);
      disk.makeReadOnly();

      var fault = faultOf(() -> deliver(2));

      assertThat(fault.kind()).isEqualTo(FaultKind.STORAGE);
      assertThat(fault.detail()).contains("Read-only file system");
      assertThat(delivery.held(LOGS_OF_ACME)).isEqualTo(new Held.Present(Acme.note(1)));
    }
  }

  private Delivered deliver(long generation) {
    return delivery.deliver(LOGS_OF_ACME, Acme.token(generation), Acme.note(generation));
  }

  /** What is in the directory, without the random ends of the versions' names. */
  private List<String> names() throws IOException {
    try (var entries = Files.list(logs)) {
      return entries
          .map(entry -> Objects.toString(entry.getFileName()))
          .map(name -> name.replaceFirst("^(\\.\\.gen-[0-9]+)-.*", "$1"))
          .sorted((a, b) -> a.replace(".lock", "").compareTo(b.replace(".lock", "")))
          .toList();
    }
  }

  private List<String> modes(String... names) throws IOException {
    var modes = new ArrayList<String>();
    for (var name : names) {
      modes.add(mode(logs.resolve(name)));
    }
    return modes;
  }

  private static String mode(Path path) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
  }

  private static Process holding(Path lock) throws Exception {
    var classes =
        Path.of(LockHolder.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-cp",
            classes.toString(),
            LockHolder.class.getName(),
            lock.toString())
        .start();
  }

  private static Fault faultOf(ThrowingCallable call) {
    return catchThrowableOfType(DependencyFailure.class, call).fault();
  }
}
