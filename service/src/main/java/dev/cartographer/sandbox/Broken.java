package dev.cartographer.sandbox;

import dev.cartographer.fleet.Signal;
import java.util.Locale;

/** What a demo breaks. */
public enum Broken {
  IAM("IAM answers 503 to everybody.", "IAM answers again."),
  LOGGING("The logging service refuses connections.", "The logging service listens again."),
  METRICS("The metrics service answers 429, Retry-After: 1.", "The metrics service answers again."),
  /** Exchanges fail and no dependency is down: our own client was disabled. */
  NOTHING(
      "Nothing is down, but somebody disabled the client \"cartographer\" at IAM.",
      "The client \"cartographer\" is enabled again.");

  private final String breaking;
  private final String healing;

  Broken(String breaking, String healing) {
    this.breaking = breaking;
    this.healing = healing;
  }

  /** What is said when it breaks. */
  String breaking() {
    return breaking;
  }

  /** What is said when it is healed. */
  String healing() {
    return healing;
  }

  void breakIn(SandboxRegion region) {
    switch (this) {
      case IAM -> region.iam().server().breakDown(Breakage.UNAVAILABLE);
      case LOGGING -> region.service(Signal.LOGS).server().breakDown(Breakage.REFUSING);
      case METRICS -> region.service(Signal.METRICS).server().breakDown(Breakage.THROTTLING);
      case NOTHING -> region.iam().principals().disable(SandboxConfiguration.CLIENT);
    }
  }

  /**
   * Breaks it for one region alone, as that region's dialect asks for it.
   *
   * @return whether there is anything to break
   */
  boolean breakIn(SandboxRegion region, String name) {
    var posts = name.equals(SandboxCarrier.FRA02.region());
    switch (this) {
      case IAM ->
          region
              .iam()
              .server()
              .failFor(asked ->
                  posts
                      ? asked.path().equals("/identity/token")
                      : asked.body().contains("grant_type=client_credentials"));
      case LOGGING -> breakService(region, Signal.LOGS, posts);
      case METRICS -> breakService(region, Signal.METRICS, posts);
      case NOTHING -> {
        return false;
      }
    }
    return true;
  }

  /**
   * One region asks the service itself for its tokens, the other asks IAM for those of a service.
   */
  private static void breakService(SandboxRegion region, Signal signal, boolean posts) {
    var audience = "audience=" + SandboxService.audience(signal);
    if (posts) {
      region.service(signal).server().failFor(asked -> asked.path().equals("/v1/token"));
    } else {
      region.iam().server().failFor(asked -> asked.body().contains(audience));
    }
  }

  void healIn(SandboxRegion region) {
    switch (this) {
      case IAM -> region.iam().server().heal();
      case LOGGING -> region.service(Signal.LOGS).server().heal();
      case METRICS -> region.service(Signal.METRICS).server().heal();
      case NOTHING -> region.iam().principals().enable(SandboxConfiguration.CLIENT);
    }
  }

  /**
   * Whether a person must tell Cartographer that it is mended. It tries by itself after what may
   * pass, soon; after what somebody must mend, slowly.
   */
  boolean mendedByPerson() {
    return this == NOTHING;
  }

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
