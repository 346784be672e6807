package dev.cartographer.secret;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Map;

/**
 * Resolves references to files below one directory, to environment variables and to what the
 * database keeps sealed.
 *
 * @param directory the only directory read; a link that leads out of it is refused
 */
public record OperatorSecrets(Path directory, Map<String, String> environment, Sealing sealing)
    implements SecretResolver {

  private static final long LONGEST_FILE = 65_536;

  @Override
  public SecretText resolve(SecretRef ref) {
    return switch (ref) {
      case SecretRef.Inline(var text) -> text;
      case SecretRef.FromEnvironment(var name) -> fromEnvironment(name);
      case SecretRef.FromFile file -> file(directory, file);
      case SecretRef.Sealed sealed -> sealing.open(sealed);
    };
  }

  private SecretText fromEnvironment(String name) {
    var value = environment.getOrDefault(name, "");
    if (value.isEmpty()) {
      throw new SecretUnreadable("the server's environment has no variable " + name);
    }
    return new SecretText(value);
  }

  /**
   * The secret in a file below a directory.
   *
   * @throws SecretUnreadable when it isn't there, is empty, too long, or leads out of the directory
   */
  public static SecretText file(Path directory, SecretRef.FromFile ref) {
    var name = ref.name();
    try {
      var file = directory.resolve(name).toRealPath();
      if (!file.startsWith(directory.toRealPath())) {
        throw new SecretUnreadable("the secret file " + name + " leads out of " + directory);
      }
      if (Files.size(file) > LONGEST_FILE) {
        throw new SecretUnreadable(
            "the secret file " + name + " is longer than " + LONGEST_FILE + " bytes");
      }
      var text = Files.readString(file).stripTrailing();
      if (text.isEmpty()) {
        throw new SecretUnreadable("the secret file " + name + " is empty");
      }
      return new SecretText(text);
    } catch (NoSuchFileException e) {
      throw new SecretUnreadable("there is no secret file " + name + " in " + directory, e);
    } catch (IOException e) {
      throw new SecretUnreadable(
          "the secret file " + name + " can't be read: " + e.getClass().getSimpleName(), e);
    }
  }
}
