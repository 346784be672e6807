package dev.cartographer.store;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.cartographer.escalation.Errand;
import dev.cartographer.escalation.Message;
import dev.cartographer.escalation.Order;
import dev.cartographer.escalation.Outbox.Untold;
import dev.cartographer.escalation.PageFate;
import dev.cartographer.escalation.Receipt;
import dev.cartographer.incident.Team;
import dev.cartographer.view.Json;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.statement.SqlStatement;
import org.jspecify.annotations.Nullable;

/** The columns of the outbox. */
final class OutboxColumns {
  private static final JsonMapper JSON = Json.mapper();

  private OutboxColumns() {}

  static <S extends SqlStatement<S>> S bind(S statement, Order order) {
    return statement
        .bind("key", order.key())
        .bind("incident", order.incident())
        .bind("team", order.team().name())
        .bind("sink", order.sink())
        .bind("action", order.action().word())
        .bind("message", written(order.message()))
        .bind("after", order.after().orElse(null));
  }

  static String written(Receipt receipt) {
    return text(receipt.values());
  }

  private static String written(Message message) {
    return text(message);
  }

  private static String text(Object value) {
    try {
      return JSON.writeValueAsString(value);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("records of ours can be written as JSON", e);
    }
  }

  static Errand errand(ResultSet row) throws SQLException {
    var order =
        new Order(
            row.getString("key"),
            row.getString("incident"),
            Team.valueOf(row.getString("team")),
            row.getString("sink"),
            Order.Action.valueOf(row.getString("action").toUpperCase(Locale.ROOT)),
            message(row.getString("message")),
            Optional.ofNullable(row.getString("after")));
    return new Errand(
        order,
        row.getTimestamp("written_at").toInstant(),
        row.getLong("fence"),
        row.getInt("attempts"),
        receipt(row.getString("receipt")),
        Optional.ofNullable(row.getString("thread")).map(OutboxColumns::receipt),
        Optional.ofNullable(row.getString("issue")),
        row.getBoolean("shadows"));
  }

  static Untold untold(ResultSet row) throws SQLException {
    return new Untold(
        row.getString("key"),
        row.getString("incident"),
        Team.valueOf(row.getString("team")),
        fate(row.getString("tell"), row.getString("receipt"), row.getString("why")));
  }

  static String word(PageFate fate) {
    return switch (fate) {
      case PageFate.Accepted _ -> "accepted";
      case PageFate.Refused _ -> "refused";
      case PageFate.Shadowed() -> "shadowed";
      case PageFate.Braked() -> "braked";
    };
  }

  private static PageFate fate(String word, String receipt, @Nullable String why) {
    return switch (word) {
      case "accepted" -> new PageFate.Accepted(receipt(receipt));
      case "refused" -> new PageFate.Refused(why == null ? "" : why);
      case "shadowed" -> new PageFate.Shadowed();
      case "braked" -> new PageFate.Braked();
      default -> throw new IllegalStateException("unknown fate of a page: " + word);
    };
  }

  private static Message message(String column) {
    try {
      return JSON.readValue(column, Message.class);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a message of the outbox can't be read", e);
    }
  }

  static Receipt receipt(String column) {
    try {
      return new Receipt(JSON.readValue(column, new TypeReference<Map<String, String>>() {}));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a receipt of the outbox can't be read", e);
    }
  }
}
