package dev.cartographer.cli;

import com.fasterxml.jackson.core.type.TypeReference;
import dev.cartographer.view.Page;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Follows the cursors of a list to its end. */
final class Pages {
  private Pages() {}

  static <T> List<T> all(
      Api api, String path, Map<String, String> query, TypeReference<Page<T>> type) {
    var items = new ArrayList<T>();
    var asked = new HashMap<>(query);
    asked.put("limit", "500");
    var page = api.get(path, asked, type);
    items.addAll(page.items());
    while (page.next() != null) {
      asked.put("cursor", page.next());
      page = api.get(path, asked, type);
      items.addAll(page.items());
    }
    return items;
  }
}
