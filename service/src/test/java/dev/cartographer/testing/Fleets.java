package dev.cartographer.testing;

import dev.cartographer.fleet.Agents;
import dev.cartographer.fleet.Carrier;
import dev.cartographer.fleet.Enrolment;
import dev.cartographer.fleet.Identity;
import dev.cartographer.fleet.Name;
import dev.cartographer.fleet.Target;
import dev.cartographer.fleet.Workload;
import dev.cartographer.secret.SecretRef;
import dev.cartographer.secret.SecretText;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** Small fleets to test with. */
public final class Fleets {
  public static final Carrier CARRIER =
      new Carrier(new Name("dal10-carrier1"), new Name("us-south"));

  private Fleets() {}

  /** The enrolment of a cluster whose API key is {@code key of NAME}. */
  public static Enrolment cluster(String name) {
    return cluster(name, "key of " + name);
  }

  public static Enrolment cluster(String name, String apiKey) {
    return new Enrolment(
        new Name(name),
        new Name("acme"),
        CARRIER,
        new Identity.ApiKey(new SecretRef.Inline(new SecretText(apiKey))),
        new Target.Files());
  }

  /** The enrolment of a cluster whose agents ask for their tokens. */
  public static Enrolment asking(String name) {
    return asking(name, "key of " + name);
  }

  public static Enrolment asking(String name, String apiKey) {
    var like = cluster(name, apiKey);
    return new Enrolment(
        like.name(),
        like.tenant(),
        CARRIER,
        like.identity(),
        new Target.Pull(),
        Agents.NONE,
        Optional.of(new Workload("https://issuer.example", "agent-of-" + name, Optional.empty())));
  }

  public static List<Enrolment> clusters(int count) {
    return IntStream.range(0, count).mapToObj(i -> cluster("cluster-%05d".formatted(i))).toList();
  }
}
