package dev.cartographer.sandbox;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.cartographer.secret.SecretText;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;
import java.util.Map;
import org.snakeyaml.engine.v2.api.Dump;
import org.snakeyaml.engine.v2.api.DumpSettings;
import org.snakeyaml.engine.v2.common.FlowStyle;

/**
 * The files of a sandbox, below one directory, which is Cartographer's data directory as well. A
 * marker tells a sandbox's directory from one that holds anything else.
 */
public record SandboxFiles(Path directory) {
  private static final String MARKER = "sandbox";

  /** Cartographer's configuration. */
  public Path configuration() {
    return directory.resolve("cartographer.yaml");
  }

  /** The fleet file. It holds secrets, of the sandbox only. */
  public Path fleet() {
    return directory.resolve("fleet.yaml");
  }

  Path secrets() {
    return directory.resolve("secrets");
  }

  /** Below it, each cluster's tokens. */
  public Path delivered() {
    return directory.resolve("delivered");
  }

  /** What Cartographer says while it runs. */
  public Path log() {
    return directory.resolve("cartographer.log");
  }

  /**
   * Makes the directories. Tokens of an earlier run are removed: nobody believes the keys that
   * signed them any more.
   *
   * @throws IllegalArgumentException when the directory holds something, and that is no sandbox
   */
  void make() throws IOException {
    Files.createDirectories(directory);
    try (var entries = Files.list(directory)) {
      if (entries.findAny().isPresent() && !Files.exists(directory.resolve(MARKER))) {
        throw new IllegalArgumentException(
            directory + " is not empty and was not made by a demo · Name a new directory");
      }
    }
    Files.writeString(directory.resolve(MARKER), "This directory belongs to cartographer demo.\n");
    remove(delivered());
    Files.createDirectories(delivered());
    Files.createDirectories(secrets());
  }

  void writeConfiguration(Map<String, Object> configuration) throws IOException {
    Files.writeString(configuration(), yaml(configuration));
  }

  void writeFleet(SandboxFleet fleet) throws IOException {
    writePrivate(fleet(), yaml(fleet.document()));
  }

  void writeSecret(String name, SecretText secret) throws IOException {
    writePrivate(secrets().resolve(name), secret.reveal());
  }

  /** The fleet document as the API takes it. */
  static String json(SandboxFleet fleet) {
    try {
      return new ObjectMapper().writeValueAsString(fleet.document());
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("texts always make JSON", e);
    }
  }

  private static String yaml(Map<String, Object> document) {
    var settings = DumpSettings.builder().setDefaultFlowStyle(FlowStyle.BLOCK).build();
    return new Dump(settings).dumpToString(document);
  }

  private static void writePrivate(Path file, String text) throws IOException {
    Files.deleteIfExists(file);
    var owner = PosixFilePermissions.fromString("rw-------");
    Files.createFile(file, PosixFilePermissions.asFileAttribute(owner));
    Files.writeString(file, text);
  }

  /** Removes a directory with all there is in it; links are removed, not followed. */
  static void remove(Path directory) throws IOException {
    if (!Files.exists(directory)) {
      return;
    }
    try (var entries = Files.walk(directory)) {
      for (var entry : entries.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(entry);
      }
    }
  }
}
