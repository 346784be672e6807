package dev.cartographer.pull;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSVerifier;
import com.nimbusds.jose.KeySourceException;
import com.nimbusds.jose.crypto.factories.DefaultJWSVerifierFactory;
import com.nimbusds.jose.jwk.AsymmetricJWK;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKMatcher;
import com.nimbusds.jose.jwk.JWKSelector;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.jwk.source.JWKSourceBuilder;
import com.nimbusds.jose.proc.SecurityContext;
import dev.cartographer.fleet.Workload;
import dev.cartographer.secret.SecretRef;
import dev.cartographer.secret.SecretResolver;
import dev.cartographer.secret.SecretText;
import dev.cartographer.secret.SecretUnreadable;
import java.net.MalformedURLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The keys that issuers sign workloads' tokens with: those enrolled with the cluster, else those
 * that the operator named for the issuer.
 *
 * <p>Keys that are asked for are kept for five minutes, and for hours while the issuer does not
 * answer. A token with an unknown key asks again, at most twice in half a minute.
 */
public final class IssuerKeys {
  private static final Duration KEPT = Duration.ofMinutes(5);
  private static final Duration KEPT_WITHOUT_ANSWER = Duration.ofHours(4);
  private static final Duration PATIENCE = Duration.ofSeconds(5);
  private static final Duration ASKED_AGAIN_AFTER = Duration.ofSeconds(30);
  private static final int MOST_TRIED = 4;
  private static final int MOST_SETS = 10_000;

  private final SecretResolver secrets;
  private final Map<String, JWKSource<SecurityContext>> remote = new HashMap<>();
  private final Map<String, SecretRef> local = new HashMap<>();
  private final DefaultJWSVerifierFactory verifiers = new DefaultJWSVerifierFactory();
  private final Cache<String, List<JWK>> sets =
      Caffeine.newBuilder().maximumSize(MOST_SETS).executor(Runnable::run).build();

  public IssuerKeys(List<Issuer> issuers, SecretResolver secrets) {
    this.secrets = secrets;
    for (var issuer : issuers) {
      switch (issuer) {
        case Issuer.Remote at -> remote.put(at.name(), source(at));
        case Issuer.Local(var name, var keys) -> local.put(name, keys);
      }
    }
  }

  private static JWKSource<SecurityContext> source(Issuer.Remote issuer) {
    try {
      return JWKSourceBuilder.create(issuer.keys().toURL(), new KeyFetch(issuer.trust()))
          .cache(KEPT.toMillis(), PATIENCE.toMillis())
          .refreshAheadCache(false)
          .rateLimited(ASKED_AGAIN_AFTER.toMillis())
          .outageTolerant(KEPT_WITHOUT_ANSWER.toMillis())
          .build();
    } catch (MalformedURLException e) {
      throw new IllegalArgumentException("its keys are not at a URL: " + issuer.keys(), e);
    }
  }

  /**
   * Whether the keys of a workload's issuer are known at all.
   *
   * @throws KeysUnavailable when they are not, or the ones brought inline are none
   */
  public void check(Workload workload) {
    switch (workload.keys().orElse(null)) {
      case SecretRef.Inline(var text) -> KeyText.keys(text);
      case null -> {
        if (!remote.containsKey(workload.issuer()) && !local.containsKey(workload.issuer())) {
          throw new KeysUnavailable(
              "no keys are known of this issuer: name them here, or in the configuration");
        }
      }
      case SecretRef.FromFile _, SecretRef.FromEnvironment _, SecretRef.Sealed _ -> {}
    }
  }

  /**
   * The verifiers that may have to do with a token, a few at most.
   *
   * @throws KeysUnavailable when the keys can't be had
   */
  List<JWSVerifier> verifiers(Workload workload, JWSHeader header) {
    var found = new ArrayList<JWSVerifier>();
    for (var key : matching(workload, header)) {
      if (KeyText.usable(key) && found.size() < MOST_TRIED) {
        found.add(verifier(key, header));
      }
    }
    return found;
  }

  private List<JWK> matching(Workload workload, JWSHeader header) {
    var ref = workload.keys().or(() -> Optional.ofNullable(local.get(workload.issuer())));
    if (ref.isPresent()) {
      var keys = set(ref.get());
      var named = keys.stream().allMatch(key -> key.getKeyID() != null);
      return matching(named ? header : new JWSHeader(header.getAlgorithm()))
          .select(new JWKSet(keys));
    }
    var source = remote.get(workload.issuer());
    if (source == null) {
      throw new KeysUnavailable("no keys are known of the issuer");
    }
    try {
      return source.get(matching(header), null);
    } catch (KeySourceException e) {
      throw new KeysUnavailable("the issuer's keys can't be had", e);
    }
  }

  private static JWKSelector matching(JWSHeader header) {
    return new JWKSelector(JWKMatcher.forJWSHeader(header));
  }

  private List<JWK> set(SecretRef ref) {
    try {
      SecretText text = secrets.resolve(ref);
      return sets.get(HexFormat.of().formatHex(text.sha256()), _ -> KeyText.keys(text));
    } catch (SecretUnreadable e) {
      throw new KeysUnavailable("the keys can't be read: " + e.getMessage(), e);
    }
  }

  private JWSVerifier verifier(JWK key, JWSHeader header) {
    try {
      return verifiers.createJWSVerifier(header, ((AsymmetricJWK) key).toPublicKey());
    } catch (JOSEException e) {
      throw new KeysUnavailable("a key of the issuer does not fit its algorithm", e);
    }
  }
}
