package dev.cartographer.exchange;

import dev.cartographer.fault.Dependency;
import dev.cartographer.fault.DependencyFailure;
import dev.cartographer.fault.Fault;
import dev.cartographer.fault.FaultKind;
import dev.cartographer.fleet.Cluster;
import dev.cartographer.fleet.Identity.SignedClient;
import dev.cartographer.secret.SecretRef;
import dev.cartographer.secret.SecretResolver;
import dev.cartographer.secret.SecretText;
import dev.cartographer.secret.SecretUnreadable;
import dev.cartographer.token.Fingerprint;
import java.time.Clock;
import java.util.HexFormat;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/** The secrets of clusters and our own, read at each use; who is at fault when one can't be. */
final class Credentials {
  private final SecretResolver secrets;
  private final Clock clock;
  private final RandomGenerator random;

  /**
   * Reads nothing yet.
   *
   * @param random makes the ids of assertions; must not be guessable
   */
  Credentials(SecretResolver secrets, Clock clock, RandomGenerator random) {
    this.secrets = secrets;
    this.clock = clock;
    this.random = random;
  }

  SecretText of(Cluster cluster, SecretRef ref) {
    return read(
        Dependency.CLUSTER,
        "the secret of cluster " + cluster.name() + " cannot be read: ",
        () -> secrets.resolve(ref));
  }

  /** What signs for a cluster's client. */
  AssertionSigner signer(Cluster cluster, SignedClient client) {
    var text = of(cluster, client.secret());
    var key =
        read(
            Dependency.CLUSTER,
            "the key of cluster " + cluster.name() + " cannot be used: ",
            () -> SigningKey.of(text, client.keyId(), client.algorithm()));
    return new AssertionSigner(client.clientId(), key, clock, random);
  }

  /** How we authenticate our own client. */
  ClientAuthentication own(OwnClient client) {
    return switch (client) {
      case OwnClient.WithSecret(var id, var secret) ->
          new ClientAuthentication.Basic(id, own("the secret of our own client", secret));
      case OwnClient.WithKey with -> new ClientAuthentication.Signs(signer(with), with.audience());
      case OwnClient.WithCertificate(var id) -> new ClientAuthentication.ShowsCertificate(id);
      case OwnClient.Nobody() -> new ClientAuthentication.Nothing();
    };
  }

  private AssertionSigner signer(OwnClient.WithKey client) {
    var text = own("the key of our own client", client.key());
    var key =
        read(
            Dependency.CARTOGRAPHER,
            "the key of our own client cannot be used: ",
            () -> SigningKey.of(text, client.keyId(), client.algorithm()));
    return new AssertionSigner(client.clientId(), key, clock, random);
  }

  /** Tells apart what of ours an IAM may see beside the cluster's: our client and certificate. */
  Fingerprint fingerprintOfOwn(IamStep step) {
    var seen = new StringBuilder();
    step.authority()
        .certificate()
        .map(this::identity)
        .map(TlsIdentity::version)
        .ifPresent(seen::append);
    switch (step.client()) {
      case OwnClient.WithSecret(var _, var secret) ->
          seen.append(hash(own("the secret of our own client", secret)));
      case OwnClient.WithKey with ->
          seen.append(hash(own("the key of our own client", with.key())));
      case OwnClient.WithCertificate _, OwnClient.Nobody _ -> {}
    }
    return Fingerprint.of(new SecretText(seen.toString()));
  }

  private static String hash(SecretText text) {
    return HexFormat.of().formatHex(text.sha256());
  }

  /** What we show of ourselves in TLS. */
  TlsIdentity identity(ClientCertificate certificate) {
    return new TlsIdentity(
        own("our client certificate", certificate.chain()),
        own("the key of our client certificate", certificate.key()));
  }

  private SecretText own(String what, SecretRef ref) {
    return read(Dependency.CARTOGRAPHER, what + " cannot be read: ", () -> secrets.resolve(ref));
  }

  private static <T> T read(Dependency owner, String what, Supplier<T> reading) {
    try {
      return reading.get();
    } catch (SecretUnreadable unreadable) {
      var fault = new Fault(owner, FaultKind.SECRET_UNREADABLE, what + unreadable.getMessage());
      throw new DependencyFailure(fault, unreadable);
    }
  }
}
