package dev.cartographer.app;

import dev.cartographer.app.CartographerConfig.Iam;
import dev.cartographer.app.CartographerConfig.Service;
import dev.cartographer.exchange.IamStep;
import dev.cartographer.exchange.Region;
import dev.cartographer.exchange.ServiceStep;
import dev.cartographer.exchange.TokenEndpoint;
import dev.cartographer.fleet.Name;
import dev.cartographer.secret.SecretRef;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** Reads the regions from the configuration; a mistake names its key. */
final class Regions {
  private Regions() {}

  static List<Region> of(CartographerConfig config) {
    return config.regions().entrySet().stream().map(e -> region(e.getKey(), e.getValue())).toList();
  }

  private static Region region(String name, CartographerConfig.Region region) {
    var key = "cartographer.regions." + name;
    return new Region(
        checked(key, () -> new Name(name)),
        checked(key + ".iam", () -> iam(region.iam())),
        checked(key + ".logging", () -> service(region.logging(), region.iam())),
        checked(key + ".metrics", () -> service(region.metrics(), region.iam())));
  }

  private static IamStep iam(Iam iam) {
    var endpoint = new TokenEndpoint(iam.tokenEndpoint());
    return switch (iam.dialect()) {
      case CLIENT_CREDENTIALS ->
          new IamStep.ClientCredentials(endpoint, iam.scope(), iam.timeout());
      case IBM_API_KEY -> new IamStep.IbmApiKey(endpoint, iam.timeout());
    };
  }

  private static ServiceStep service(Service service, Iam iam) {
    var endpoint = new TokenEndpoint(service.tokenEndpoint().orElse(iam.tokenEndpoint()));
    return switch (service.dialect()) {
      case TOKEN_EXCHANGE ->
          new ServiceStep.TokenExchange(
              endpoint,
              needed(service.audience(), "audience"),
              service.scope(),
              needed(service.clientId(), "client-id"),
              new SecretRef.FromFile(needed(service.clientSecretFile(), "client-secret-file")),
              service.timeout());
      case BEARER_POST ->
          new ServiceStep.BearerPost(
              endpoint,
              service.body(),
              service.tokenField(),
              service.expiryField(),
              switch (service.expiryUnit()) {
                case SECONDS -> ServiceStep.ExpiryUnit.SECONDS;
                case EPOCH -> ServiceStep.ExpiryUnit.EPOCH;
              },
              service.audience(),
              service.timeout());
    };
  }

  private static String needed(Optional<String> value, String key) {
    return value.orElseThrow(
        () -> new IllegalArgumentException("this dialect needs the key " + key));
  }

  private static <T> T checked(String key, Supplier<T> read) {
    try {
      return read.get();
    } catch (IllegalArgumentException e) {
      throw new StartFailure(
          "The configuration can't be used: " + key + ": " + e.getMessage() + ".", e);
    }
  }
}
