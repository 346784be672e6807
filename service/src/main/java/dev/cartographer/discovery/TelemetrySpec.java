package dev.cartographer.discovery;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cartographer.fleet.Carrier;
import dev.cartographer.fleet.Enrolment;
import dev.cartographer.fleet.Identity;
import dev.cartographer.fleet.Name;
import dev.cartographer.fleet.Target;
import dev.cartographer.fleet.Workload;
import dev.cartographer.secret.SecretRef;
import dev.cartographer.secret.SecretText;
import java.util.Optional;

/**
 * Makes an enrolment of an announcement.
 *
 * <p>Secrets are looked for in the announcement's own namespace and nowhere else, so nobody has a
 * cluster enrolled with another's secret (CVE-2026-42875). The tenant is the one that the operator
 * gave the namespace to; an announcement does not say it.
 */
record TelemetrySpec(Carrier carrier, Name tenant, SecretSource secrets) {

  /** What the announcement says, with the secrets it names as they are now. */
  Wanted read(Announced object) {
    try {
      var identity = identity(object);
      var pull = object.spec().at("/target/pull");
      var target = pull.isObject() ? new Target.Pull() : target(object);
      var workload = pull.isObject() ? Optional.of(workload(pull)) : Optional.<Workload>empty();
      var name = name("its namespace and name", object.cluster());
      return new Wanted.Cluster(new Enrolment(name, tenant, carrier, identity, target, workload));
    } catch (Missing missing) {
      return new Wanted.Refused("SecretMissing", missing.sentence);
    } catch (IllegalArgumentException e) {
      return new Wanted.Refused("InvalidSpec", String.valueOf(e.getMessage()));
    }
  }

  private Identity identity(Announced object) {
    var client = object.spec().at("/identity/client");
    if (client.isObject()) {
      return new Identity.Client(
          client.path("id").asText(), secret(object, client.path("secretRef"), "secret"));
    }
    var apiKey = object.spec().at("/identity/apiKey/secretRef");
    return new Identity.ApiKey(secret(object, apiKey, "apiKey"));
  }

  private Target target(Announced object) {
    var target = object.spec().path("target");
    return new Target.Namespace(
        secret(object, target.path("kubeconfigRef"), "value"),
        Optional.empty(),
        name("target.namespace", target.path("namespace").asText()));
  }

  private static Workload workload(JsonNode pull) {
    var keys = pull.path("keys").asText();
    return new Workload(
        pull.path("issuer").asText(),
        pull.path("subject").asText(),
        keys.isEmpty()
            ? Optional.empty()
            : Optional.of(new SecretRef.Inline(new SecretText(keys))));
  }

  private static Name name(String what, String text) {
    try {
      return new Name(text);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(what + ": " + e.getMessage(), e);
    }
  }

  /** Nothing but a name and a key is taken of a reference, whatever else stands there. */
  private SecretRef secret(Announced object, JsonNode ref, String usualKey) {
    var name = name("the name of a Secret", ref.path("name").asText());
    var key = ref.path("key").asText(usualKey);
    return secrets
        .secret(object.namespace(), name.text(), key)
        .filter(text -> !text.isEmpty())
        .map(SecretRef.Inline::new)
        .orElseThrow(
            () -> new Missing("there is no Secret \"" + name + "\" with a value of its key"));
  }

  /** A Secret that is not there, yet. */
  private static final class Missing extends RuntimeException {
    private final String sentence;

    Missing(String sentence) {
      super(sentence);
      this.sentence = sentence;
    }
  }
}
