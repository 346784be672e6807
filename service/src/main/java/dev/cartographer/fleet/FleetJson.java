package dev.cartographer.fleet;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import dev.cartographer.secret.SecretRef;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Collection;
import java.util.Optional;

/**
 * Writes a fleet document as JSON, which {@link FleetFile} reads back to the same value. Inline
 * secrets are in it: it is meant for the body of a request and nothing else.
 */
public final class FleetJson {
  private static final JsonFactory JSON =
      JsonFactory.builder().enable(JsonWriteFeature.ESCAPE_NON_ASCII).build();

  private FleetJson() {}

  /** Writes one document and leaves the stream open. */
  public static void write(
      Collection<Carrier> carriers, Collection<Enrolment> enrolments, OutputStream out)
      throws IOException {
    try (var json = JSON.createGenerator(out).disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET)) {
      json.writeStartObject();
      json.writeArrayFieldStart("carriers");
      for (var carrier : carriers) {
        json.writeStartObject();
        json.writeStringField("name", carrier.name().text());
        json.writeStringField("region", carrier.region().text());
        json.writeEndObject();
      }
      json.writeEndArray();
      json.writeArrayFieldStart("clusters");
      for (var enrolment : enrolments) {
        write(enrolment, json);
      }
      json.writeEndArray();
      json.writeEndObject();
    }
  }

  private static void write(Enrolment enrolment, JsonGenerator json) throws IOException {
    json.writeStartObject();
    json.writeStringField("name", enrolment.name().text());
    json.writeStringField("tenant", enrolment.tenant().text());
    json.writeStringField("carrier", enrolment.carrier().name().text());
    json.writeObjectFieldStart("identity");
    write(enrolment.identity(), json);
    json.writeEndObject();
    write(enrolment.target(), json);
    if (!enrolment.agents().isNone()) {
      write(enrolment.agents(), json);
    }
    if (enrolment.workload().isPresent()) {
      write(enrolment.workload().get(), json);
    }
    json.writeEndObject();
  }

  private static void write(Identity identity, JsonGenerator json) throws IOException {
    switch (identity) {
      case Identity.Client(var id, var secret) -> {
        json.writeStringField("client", id);
        write("secret", secret, json);
      }
      case Identity.ApiKey(var secret) -> write("apiKey", secret, json);
      case Identity.SignedClient(var id, var key, var keyId, var algorithm) -> {
        json.writeStringField("client", id);
        write("key", key, json);
        write("keyId", keyId, json);
        write("algorithm", algorithm.map(Identity.Algorithm::name), json);
      }
      case Identity.ServiceAccount(var namespace, var name, var config, var context, var id) -> {
        json.writeStringField("serviceAccount", name);
        json.writeStringField("namespace", namespace.text());
        write("kubeconfig", config, json);
        write("context", context, json);
        write("client", id, json);
      }
      case Identity.TokenFile(var file, var id) -> {
        json.writeStringField("tokenFile", file.name());
        write("client", id, json);
      }
    }
  }

  private static void write(String field, Optional<String> text, JsonGenerator json)
      throws IOException {
    if (text.isPresent()) {
      json.writeStringField(field, text.get());
    }
  }

  private static void write(Agents agents, JsonGenerator json) throws IOException {
    json.writeObjectFieldStart("agents");
    for (var signal : Signal.values()) {
      if (agents.of(signal).isPresent()) {
        json.writeStringField(signal.word(), agents.of(signal).get().word());
      }
    }
    if (!agents.labels().isEmpty()) {
      json.writeObjectFieldStart("labels");
      for (var label : agents.labels().entrySet()) {
        json.writeStringField(label.getKey().text(), label.getValue().text());
      }
      json.writeEndObject();
    }
    json.writeEndObject();
  }

  private static void write(Workload workload, JsonGenerator json) throws IOException {
    json.writeObjectFieldStart("workload");
    json.writeStringField("issuer", workload.issuer());
    json.writeStringField("subject", workload.subject());
    if (workload.keys().isPresent()) {
      write("keys", workload.keys().get(), json);
    }
    json.writeEndObject();
  }

  private static void write(Target target, JsonGenerator json) throws IOException {
    switch (target) {
      case Target.Files() -> json.writeStringField("target", "files");
      case Target.Pull() -> json.writeStringField("target", "pull");
      case Target.Namespace(var kubeconfig, var context, var namespace) -> {
        json.writeObjectFieldStart("target");
        json.writeStringField("namespace", namespace.text());
        write("kubeconfig", kubeconfig, json);
        write("context", context, json);
        json.writeEndObject();
      }
    }
  }

  private static void write(String field, SecretRef secret, JsonGenerator json) throws IOException {
    json.writeObjectFieldStart(field);
    switch (secret) {
      case SecretRef.FromFile(var name) -> json.writeStringField("file", name);
      case SecretRef.FromEnvironment(var name) -> json.writeStringField("env", name);
      case SecretRef.Inline(var text) -> json.writeStringField("value", text.reveal());
      case SecretRef.Sealed _ ->
          throw new IllegalArgumentException("a sealed secret does not leave its database");
    }
    json.writeEndObject();
  }
}
