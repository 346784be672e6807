package dev.cartographer.sandbox;

import java.util.Arrays;

/** The carriers of the sandbox, in two regions that speak different dialects. */
public enum SandboxCarrier {
  DAL10("demo-dal10-carrier1", "sandbox-south", false),
  DAL12("demo-dal12-carrier1", "sandbox-south", false),
  FRA02("demo-fra02-carrier1", "sandbox-east", true);

  private final String word;
  private final String region;
  private final boolean apiKeys;

  SandboxCarrier(String word, String region, boolean apiKeys) {
    this.word = word;
    this.region = region;
    this.apiKeys = apiKeys;
  }

  /** Its name in the fleet. */
  public String word() {
    return word;
  }

  String region() {
    return region;
  }

  /** Whether one of them lies in a region of this name. */
  static boolean isRegion(String name) {
    return Arrays.stream(values()).anyMatch(carrier -> carrier.region.equals(name));
  }

  /** Whether its clusters have API keys; the others have a client id and a secret. */
  boolean apiKeys() {
    return apiKeys;
  }
}
