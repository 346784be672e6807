package dev.cartographer.sandbox;

import dev.cartographer.fleet.Signal;
import dev.cartographer.secret.SecretText;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;

/** The clusters of the sandbox, spread over its carriers. */
record SandboxFleet(List<SandboxCluster> clusters) {
  private static final List<String> TENANTS =
      List.of(
          "acme",
          "globex",
          "initech",
          "umbrella",
          "hooli",
          "stark",
          "wayne",
          "tyrell",
          "cyberdyne",
          "soylent",
          "wonka",
          "aperture");
  private static final List<String> PURPOSES =
      List.of(
          "payments",
          "search",
          "checkout",
          "orders",
          "stock",
          "billing",
          "web",
          "reports",
          "identity",
          "shipping");

  /** A fleet of so many clusters, each with a secret of its own. */
  static SandboxFleet of(int clusters, RandomGenerator random) {
    return new SandboxFleet(
        IntStream.range(0, clusters).mapToObj(i -> cluster(i, random)).toList());
  }

  private static SandboxCluster cluster(int index, RandomGenerator random) {
    var tenant = TENANTS.get(index % TENANTS.size());
    var purpose = PURPOSES.get(index / TENANTS.size() % PURPOSES.size());
    var round = index / (TENANTS.size() * PURPOSES.size());
    var name = tenant + "-" + purpose + (round == 0 ? "" : "-" + (round + 1));
    var carriers = SandboxCarrier.values();
    var bytes = new byte[24];
    random.nextBytes(bytes);
    var secret = Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    return new SandboxCluster(
        name, tenant, carriers[index % carriers.length], new SecretText(secret));
  }

  List<Feed> feeds() {
    return clusters.stream()
        .flatMap(c -> Arrays.stream(Signal.values()).map(signal -> new Feed(c.name(), signal)))
        .toList();
  }

  /** Makes all of them known to IAM. */
  void register(IamPrincipals principals) {
    for (var cluster : clusters) {
      if (cluster.carrier().apiKeys()) {
        principals.registerKey(cluster.name(), cluster.secret());
      } else {
        principals.register(
            cluster.name(), cluster.secret(), IamPrincipals.Grant.CLIENT_CREDENTIALS);
      }
    }
  }

  /**
   * Makes one of them unknown to IAM, or known again.
   *
   * @return whether there is one of that name
   */
  boolean enable(IamPrincipals principals, String name, boolean enabled) {
    var found = clusters.stream().filter(c -> c.name().equals(name)).findFirst();
    found.ifPresent(cluster -> {
      if (cluster.carrier().apiKeys()) {
        principals.enableKey(cluster.secret(), enabled);
      } else {
        principals.enable(name, enabled);
      }
    });
    return found.isPresent();
  }

  /** The fleet document, with the secrets in it: that is how an enrolment brings them. */
  Map<String, Object> document() {
    var document = new LinkedHashMap<String, Object>();
    document.put(
        "carriers", Arrays.stream(SandboxCarrier.values()).map(SandboxFleet::entry).toList());
    document.put("clusters", clusters.stream().map(SandboxFleet::entry).toList());
    return document;
  }

  private static Map<String, Object> entry(SandboxCarrier carrier) {
    var entry = new LinkedHashMap<String, Object>();
    entry.put("name", carrier.word());
    entry.put("region", carrier.region());
    return entry;
  }

  private static Map<String, Object> entry(SandboxCluster cluster) {
    var entry = new LinkedHashMap<String, Object>();
    entry.put("name", cluster.name());
    entry.put("tenant", cluster.tenant());
    entry.put("carrier", cluster.carrier().word());
    entry.put("identity", identity(cluster));
    entry.put("target", "files");
    return entry;
  }

  private static Map<String, Object> identity(SandboxCluster cluster) {
    var secret = Map.of("value", cluster.secret().reveal());
    if (cluster.carrier().apiKeys()) {
      return Map.of("apiKey", secret);
    }
    var identity = new LinkedHashMap<String, Object>();
    identity.put("client", cluster.name());
    identity.put("secret", secret);
    return identity;
  }
}
