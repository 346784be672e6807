package dev.cartographer.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cartographer.secret.SecretText;
import dev.cartographer.testing.RealPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.jdbi.v3.core.Handle;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LocalPostgresTest {
  private static final Path BINARIES = LocalPostgres.usualBinaries(System.getenv());

  @Test
  void nobodyGetsInWithoutThePassword() {
    var server = RealPostgres.server();

    assertThatThrownBy(
            () -> Database.open(server.url(), server.username(), new SecretText("guess"), 1))
        .isInstanceOf(DatabaseUnavailable.class)
        .hasMessageContaining("password authentication failed");
  }

  @Test
  void whatIsCommittedIsSyncedToDisk() {
    try (var database = RealPostgres.newDatabase()) {
      var setting =
          database.with((Handle h) -> h.createQuery("show fsync").mapTo(String.class).one());

      assertThat(setting).isEqualTo("on");
    }
  }

  @Test
  void whatWasCommittedIsThereAfterARestart(@TempDir Path directory) throws IOException {
    try (var first = LocalPostgres.start(directory, BINARIES);
        var database = Database.open(first.url(), first.username(), first.password(), 2)) {
      database.with(
          (Handle h) -> h.execute("insert into carrier (name, region) values ('c', 'r')"));
    }

    try (var second = LocalPostgres.start(directory, BINARIES);
        var database = Database.open(second.url(), second.username(), second.password(), 2)) {
      var names =
          database.with(
              (Handle h) -> h.createQuery("select name from carrier").mapTo(String.class).list());

      assertThat(names).containsExactly("c");
      assertThat(
              PosixFilePermissions.toString(
                  Files.getPosixFilePermissions(directory.resolve("password"))))
          .isEqualTo("rw-------");
    }
  }

  @Test
  void aServerThatWasLeftBehindIsFoundAndStopped(@TempDir Path directory) throws IOException {
    try (var _ = LocalPostgres.start(directory, BINARIES)) {
      var leftBehind = Postmaster.leftBehindIn(directory.resolve("data")).orElseThrow();

      leftBehind.stop();

      assertThat(leftBehind.process().isAlive()).isFalse();
      assertThat(Postmaster.leftBehindIn(directory.resolve("data"))).isEmpty();
    }
  }

  @Test
  void aDatabaseThatCantBeReachedIsSaidInOneSentence() {
    assertThatThrownBy(() ->
            Database.open("jdbc:postgresql://127.0.0.1:1/nothing", "u", new SecretText("p"), 1))
        .isInstanceOf(DatabaseUnavailable.class)
        .hasMessageStartingWith(
            "the database at jdbc:postgresql://127.0.0.1:1/nothing can't be used")
        .hasMessageContaining("refused");
  }
}
