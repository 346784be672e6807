package dev.cartographer.escalation;

import dev.cartographer.escalation.Contact.Reach;
import dev.cartographer.escalation.Order.Action;
import dev.cartographer.incident.Effect;
import dev.cartographer.incident.Effect.News;
import dev.cartographer.incident.Team;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Says who is to be sent what about a step. The same step always gives the same orders. */
public final class Orders {
  private final Plan plan;

  public Orders(Plan plan) {
    this.plan = plan;
  }

  /** In the order in which they are to be carried out. */
  public List<Entry> of(StepTaken step) {
    var entries = new ArrayList<Entry>();
    for (var i = 0; i < step.effects().size(); i++) {
      var writer = new Writer(step, step.incident() + "/" + step.number() + "." + i);
      entries.addAll(writer.entries(step.effects().get(i)));
    }
    return entries;
  }

  /** Writes the orders of one effect. */
  private final class Writer {
    private final StepTaken step;
    private final String key;
    private final Messages messages;

    Writer(StepTaken step, String key) {
      this.step = step;
      this.key = key;
      this.messages = new Messages(step, plan);
    }

    List<Entry> entries(Effect effect) {
      return switch (effect) {
        case Effect.Diagnose() -> List.of();
        case Effect.SendPage(var team) -> page(team);
        case Effect.EndPage(var team, var why) ->
            List.of(follow(team, Action.END, messages.ended(team, why), Action.PAGE));
        case Effect.Tell(var news) -> tell(news);
        case Effect.CloseIssue() ->
            List.of(follow(Team.ARMADA_ICE, Action.CLOSE, messages.closed(), Action.TELL));
      };
    }

    private List<Entry> page(Team team) {
      var contact = plan.contact(team);
      var message = messages.page(team);
      var page = order(team, Action.PAGE, pager(contact), message, Optional.empty());
      var said =
          contact
              .chat()
              .filter(_ -> !plan.wakes(team))
              .map(chat -> order(team, Action.TELL, chat, message, Optional.empty()));
      var entries = new ArrayList<Entry>();
      entries.add(new Entry.Page(page, digest(), contact.mode() == Mode.SHADOW));
      said.map(Entry.Put::new).ifPresent(entries::add);
      return entries;
    }

    private static String pager(Contact contact) {
      return contact.reach() instanceof Reach.Pager(var sink, var _) ? sink : "";
    }

    private Order digest() {
      var hour = step.at().truncatedTo(ChronoUnit.HOURS).toString().substring(0, 13);
      var incident = "digest-" + hour;
      return new Order(
          "digest/" + hour,
          incident,
          Team.ARMADA_ICE,
          pager(plan.contact(Team.ARMADA_ICE)),
          Action.PAGE,
          messages.digest(),
          Optional.empty());
    }

    /** The chat is to link the issue, so the issue is tried before. */
    private List<Entry> tell(News news) {
      var message = messages.news(news);
      if (news == News.RESOLVED || news == News.SUPERSEDED) {
        return List.of(follow(Team.ARMADA_ICE, Action.TELL, message, Action.TELL));
      }
      var issue = plan.issues().map(sink -> tell(sink, message, Optional.empty()));
      var first = issue.map(Order::key);
      return Stream.of(
              issue.stream(),
              plan.chats().stream().map(sink -> tell(sink, message, first)),
              plan.copies().stream().map(sink -> tell(sink, message, first)))
          .flatMap(orders -> orders)
          .<Entry>map(Entry.Put::new)
          .toList();
    }

    private Order tell(String sink, Message message, Optional<String> after) {
      return order(Team.ARMADA_ICE, Action.TELL, sink, message, after);
    }

    private Entry follow(Team team, Action action, Message message, Action before) {
      return new Entry.Follow(order(team, action, "", message, Optional.empty()), before);
    }

    private Order order(
        Team team, Action action, String sink, Message message, Optional<String> after) {
      var parts = Stream.of(key, action.word(), team.key(), sink).filter(part -> !part.isEmpty());
      return new Order(
          String.join("/", parts.toList()), step.incident(), team, sink, action, message, after);
    }
  }
}
