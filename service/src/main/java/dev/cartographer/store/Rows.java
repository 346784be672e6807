package dev.cartographer.store;

import dev.cartographer.fleet.Signal;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jdbi.v3.core.Handle;

/** Lines as the columns of one statement: an array for each, all of the same length. */
final class Rows {
  private final String sql;
  private final int count;
  private final Map<String, Object[]> columns = new HashMap<>();

  /** The columns that say which binding is meant, under which fence, and when it is due. */
  Rows(String sql, List<WriteBack.Line> lines) {
    this.sql = sql;
    this.count = lines.size();
    longs("ids", lines, l -> l.claim().binding().cluster().id());
    ints("signals", lines, l -> l.claim().binding().signal().number());
    longs("fences", lines, l -> l.claim().fence());
    ints("wishes", lines, l -> l.claim().wish().number());
    texts("nows", lines, l -> l.now().toString());
    texts("nexts", lines, l -> l.outcome().nextAt().toString());
  }

  <T> void longs(String name, List<T> values, Function<T, Long> column) {
    columns.put(name, values.stream().map(column).toArray(Long[]::new));
  }

  <T> void ints(String name, List<T> values, Function<T, Integer> column) {
    columns.put(name, values.stream().map(column).toArray(Integer[]::new));
  }

  <T> void texts(String name, List<T> values, Function<T, String> column) {
    columns.put(name, values.stream().map(column).toArray(String[]::new));
  }

  /** Runs the statement; the numbers of the bindings that it changed. */
  List<Long> update(Handle h) {
    if (count == 0) {
      return List.of();
    }
    var query = h.createQuery(sql);
    columns.forEach(query::bind);
    return query.map((row, _) -> row.getLong(1) * Signal.values().length + row.getInt(2)).list();
  }
}
