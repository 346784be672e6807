package dev.cartographer.store;

import dev.cartographer.rotation.StoreFailure;
import dev.cartographer.secret.SecretText;
import io.agroal.api.AgroalDataSource;
import io.agroal.api.configuration.supplier.AgroalDataSourceConfigurationSupplier;
import io.agroal.api.security.NamePrincipal;
import io.agroal.api.security.SimplePassword;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.HandleCallback;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;
import org.jspecify.annotations.Nullable;

/** A PostgreSQL with Cartographer's schema in it, reached through a pool of connections. */
public final class Database implements AutoCloseable {
  /** SQLSTATE of a deadlock and of a serialization failure. */
  private static final Set<String> GAVE_WAY = Set.of("40P01", "40001");

  private static final int MOST_TRIES = 5;

  /**
   * The server ends a transaction that stands still this long. A process that is halted within one
   * would otherwise keep its rows locked, and a claim passes locked rows by: well below a lease.
   */
  private static final String STANDS_STILL = "set idle_in_transaction_session_timeout = '5s'";

  private final AgroalDataSource pool;
  private final Jdbi jdbi;

  private Database(AgroalDataSource pool) {
    this.pool = pool;
    this.jdbi = Jdbi.create(pool);
    jdbi.registerArrayType(Long.class, "bigint");
    jdbi.registerArrayType(String.class, "text");
  }

  /**
   * Connects and brings the schema up to date.
   *
   * @param connections most connections held
   * @throws DatabaseUnavailable when it can't be reached, refuses the user, or holds a newer schema
   */
  public static Database open(String url, String username, SecretText password, int connections) {
    var pool = pool(url, username, password, connections);
    try {
      // The pool connects when asked; this is where a wrong address or password shows.
      pool.getConnection().close();
      migrate(url, username, password);
      return new Database(pool);
    } catch (SQLException | FlywayException e) {
      pool.close();
      throw new DatabaseUnavailable(
          "the database at " + url + " can't be used: " + firstLine(e.getMessage()), e);
    }
  }

  private static AgroalDataSource pool(
      String url, String username, SecretText password, int connections) {
    var configuration =
        new AgroalDataSourceConfigurationSupplier()
            .connectionPoolConfiguration(p ->
                p.maxSize(connections)
                    .acquisitionTimeout(Duration.ofSeconds(5))
                    .validateOnBorrow(false)
                    .idleValidationTimeout(Duration.ofSeconds(2))
                    .connectionFactoryConfiguration(f ->
                        f.jdbcUrl(url)
                            .initialSql(STANDS_STILL)
                            .principal(new NamePrincipal(username))
                            .credential(new SimplePassword(password.reveal()))
                            .jdbcProperty("ApplicationName", "cartographer")
                            .jdbcProperty("connectTimeout", "5")
                            .jdbcProperty("socketTimeout", "30")
                            .jdbcProperty("reWriteBatchedInserts", "true")));
    try {
      return AgroalDataSource.from(configuration);
    } catch (SQLException e) {
      throw new DatabaseUnavailable("the database settings can't be used: " + e.getMessage(), e);
    }
  }

  /** On connections of its own: its lock is a transaction that stands still on purpose. */
  private static void migrate(String url, String username, SecretText password) {
    Flyway.configure(Database.class.getClassLoader())
        .dataSource(url, username, password.reveal())
        .locations("classpath:db/migration")
        .load()
        .migrate();
  }

  /**
   * Runs statements on one connection, each for itself.
   *
   * @throws StoreFailure when the database can't be asked or refuses
   */
  <T> T with(HandleCallback<T, RuntimeException> work) {
    try {
      return jdbi.withHandle(work);
    } catch (JdbiException e) {
      throw failure(e);
    }
  }

  /**
   * Runs statements as one transaction: all of them or none. When the database gave way to another
   * transaction (a deadlock, or a conflict of serializable ones), the work is done again.
   *
   * @param work can be repeated
   * @throws StoreFailure when the database can't be asked or refuses
   */
  <T> T inTransaction(HandleCallback<T, RuntimeException> work) {
    for (var tries = 1; ; tries++) {
      try {
        return jdbi.inTransaction(work);
      } catch (JdbiException e) {
        if (tries == MOST_TRIES || !gaveWay(e)) {
          throw failure(e);
        }
      }
    }
  }

  private static boolean gaveWay(JdbiException e) {
    // The driver's own failures, such as a closed pool's, have no state at all.
    return cause(e) instanceof SQLException sql
        && Optional.ofNullable(sql.getSQLState()).filter(GAVE_WAY::contains).isPresent();
  }

  /** Whether the database answers now. */
  public boolean answers() {
    try {
      return with((Handle h) -> h.createQuery("select 1").mapTo(Integer.class).one()) == 1;
    } catch (StoreFailure e) {
      return false;
    }
  }

  private static StoreFailure failure(JdbiException e) {
    return new StoreFailure("the database failed: " + reason(e), e);
  }

  /** What the server or driver said; the rest of such a message repeats statement and values. */
  private static String reason(JdbiException e) {
    return firstLine(cause(e).getMessage());
  }

  private static Throwable cause(JdbiException e) {
    Throwable cause = e.getCause() == null ? e : e.getCause();
    while (cause instanceof SQLException sql && sql.getNextException() != null) {
      cause = sql.getNextException();
    }
    return cause;
  }

  private static String firstLine(@Nullable String message) {
    return message == null ? "no reason given" : message.lines().findFirst().orElse("");
  }

  @Override
  public void close() {
    pool.close();
  }
}
