package dev.cartographer.store;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jdbi.v3.core.statement.SqlStatement;
import org.jspecify.annotations.Nullable;

/** Many lines as the columns of one statement: an array for each, all of the same length. */
final class Columns {
  private final Map<String, Object> arrays = new HashMap<>();

  <T> Columns longs(String name, List<T> lines, Function<T, @Nullable Long> column) {
    arrays.put(name, lines.stream().map(column).toArray(Long[]::new));
    return this;
  }

  <T> Columns ints(String name, List<T> lines, Function<T, Integer> column) {
    arrays.put(name, lines.stream().map(column).toArray(Integer[]::new));
    return this;
  }

  <T> Columns texts(String name, List<T> lines, Function<T, @Nullable String> column) {
    arrays.put(name, lines.stream().map(column).toArray(String[]::new));
    return this;
  }

  <S extends SqlStatement<S>> S bindTo(S statement) {
    arrays.forEach(statement::bind);
    return statement;
  }
}
