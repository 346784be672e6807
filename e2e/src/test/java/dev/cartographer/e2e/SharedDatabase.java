package dev.cartographer.e2e;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;

/** The PostgreSQL that several replicas share, and what is read there without asking them. */
record SharedDatabase(String url, String username, String password) {

  /** The one that a running product with an embedded database keeps below its data directory. */
  static SharedDatabase embeddedIn(Path data) {
    try {
      var port = Files.readAllLines(data.resolve("postgres/data/postmaster.pid")).get(3).strip();
      var password = Files.readString(data.resolve("postgres/password")).strip();
      return on(Integer.parseInt(port), password);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The database {@code postgres} of the user of that name, on a port of the loopback. */
  static SharedDatabase on(int port, String password) {
    return new SharedDatabase(
        "jdbc:postgresql://127.0.0.1:" + port + "/postgres", "postgres", password);
  }

  /** The fence of every binding, by the place of its Secret. */
  Map<String, Long> fences() {
    return numbers(
        """
        select c.name, case b.signal when 0 then 'logs' else 'metrics' end, b.fence
        from binding b join cluster c on c.id = b.cluster_id
        """);
  }

  /** The fence under which each place's latest delivery was recorded in the audit trail. */
  Map<String, Long> deliveredUnder() {
    return numbers(
        """
        select distinct on (cluster, signal) cluster, signal, fence from audit
        where kind = 'delivered' order by cluster, signal, id desc
        """);
  }

  private Map<String, Long> numbers(String query) {
    try (var connection = DriverManager.getConnection(url, username, password);
        var statement = connection.createStatement();
        var rows = statement.executeQuery(query)) {
      var numbers = new HashMap<String, Long>();
      while (rows.next()) {
        numbers.put(place(rows), rows.getLong(3));
      }
      return numbers;
    } catch (SQLException e) {
      throw new IllegalStateException("the database can't be read", e);
    }
  }

  private static String place(ResultSet row) throws SQLException {
    return row.getString(1) + "/cartographer-" + row.getString(2);
  }

  boolean answers() {
    try (var connection = DriverManager.getConnection(url, username, password)) {
      return connection.isValid(1);
    } catch (SQLException e) {
      return false;
    }
  }
}
