package dev.cartographer.cli;

import dev.cartographer.cli.Table.Column;
import dev.cartographer.view.Page;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What every {@code get} has in common: filters in, all pages fetched, one table out. */
final class Listing {
  private static final int PAGE = 500;

  @Mixin private final Reach reach = new Reach();
  @Mixin private final Output output = new Output();

  @Option(names = "--limit", paramLabel = "N", description = "Lists no more than N (default: all).")
  private @Nullable Integer limit;

  @Option(names = "--fail", description = "Exits with 3 when anything listed is not valid.")
  private boolean fail;

  /**
   * Lists the items of one kind.
   *
   * @param filters the query; a filter without a value is left out
   */
  <T> int list(Session session, Kind<T> kind, Map<String, @Nullable String> filters) {
    return show(session, kind, fetch(session, kind, filters));
  }

  /** Lists those items that one thing of the API has, which is got by its path. */
  <W, T> int listOf(
      Session session, Kind<T> kind, String path, Class<W> whole, Function<W, List<T>> items) {
    var most = most();
    var all = items.apply(reach.api(session).get(path, whole));
    return show(session, kind, all.stream().limit(most).toList());
  }

  private <T> int show(Session session, Kind<T> kind, List<T> items) {
    var names = items.stream().map(item -> kind.word + "/" + kind.name.apply(item)).toList();
    if (!output.printed(session, items, names)) {
      print(session, kind, items);
    }
    var healthy = items.stream().allMatch(kind.healthy);
    return (fail && !healthy ? ExitCode.UNHEALTHY : ExitCode.DONE).number();
  }

  private <T> void print(Session session, Kind<T> kind, List<T> items) {
    if (items.isEmpty()) {
      session.say(kind.none);
      return;
    }
    var wide = output.format() == Format.WIDE;
    var columns = kind.columns.stream().filter(c -> wide || !c.wide()).toList();
    var width = wide ? OptionalInt.empty() : session.columns();
    new Table<>(columns).print(items, session.out(), width, output.colour(session));
  }

  private <T> List<T> fetch(Session session, Kind<T> kind, Map<String, @Nullable String> filters) {
    var most = most();
    var api = reach.api(session);
    var query = new LinkedHashMap<String, String>();
    filters.forEach((key, value) -> keep(query, key, value));
    var items = new ArrayList<T>();
    Page<T> page;
    do {
      query.put("limit", Integer.toString(Math.min(PAGE, most - items.size())));
      page = api.page("/api/v1/" + kind.word + "s", query, kind.type);
      items.addAll(page.items());
    } while (items.size() < most && another(query, page));
    if (page.next() != null) {
      session.say("Showing the first " + items.size() + "; there are more.");
    }
    return items;
  }

  private int most() {
    var most = limit == null ? Integer.MAX_VALUE : limit;
    if (most < 1) {
      throw new Failure(ExitCode.USAGE, "--limit takes a number from 1.");
    }
    return most;
  }

  private static void keep(Map<String, String> query, String key, @Nullable String value) {
    if (value != null) {
      query.put(key, value);
    }
  }

  /** Points the query at the next page; false when there is none. */
  private static boolean another(Map<String, String> query, Page<?> page) {
    var next = page.next();
    if (next == null) {
      return false;
    }
    if (next.equals(query.put("cursor", next))) {
      throw new Failure(ExitCode.ERROR, "the server gives the same page again and again");
    }
    return true;
  }

  /**
   * One kind of thing that can be listed.
   *
   * @param none what is said when there is none
   */
  record Kind<T>(
      String word,
      Class<T> type,
      List<Column<T>> columns,
      Function<T, String> name,
      Predicate<T> healthy,
      String none) {

    /** A kind of thing that is there once something was enrolled. */
    Kind(
        String word,
        Class<T> type,
        List<Column<T>> columns,
        Function<T, String> name,
        Predicate<T> healthy) {
      this(
          word,
          type,
          columns,
          name,
          healthy,
          "No " + word + "s match. Enrol some with: cartographer enrol FILE");
    }
  }
}
