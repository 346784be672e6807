package dev.cartographer.app;

import dev.cartographer.pull.AgentLogin;
import dev.cartographer.secret.SecretText;
import io.quarkus.security.AuthenticationFailedException;
import io.quarkus.security.identity.IdentityProviderManager;
import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.security.runtime.QuarkusPrincipal;
import io.quarkus.security.runtime.QuarkusSecurityIdentity;
import io.quarkus.vertx.http.runtime.security.ChallengeData;
import io.quarkus.vertx.http.runtime.security.HttpAuthenticationMechanism;
import io.smallrye.mutiny.Uni;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;

/**
 * Lets in whoever shows the API's bearer token (RFC 6750 §2.1), as an operator. The comparison
 * takes the same time wherever the tokens differ.
 */
@ApplicationScoped
public class ApiToken implements HttpAuthenticationMechanism {
  static final String OPERATOR = "operator";
  static final String BEARER = "Bearer ";
  private static final int UNAUTHORIZED = 401;

  private final Lifecycle lifecycle;

  @Inject
  ApiToken(Lifecycle lifecycle) {
    this.lifecycle = lifecycle;
  }

  @Override
  public Uni<SecurityIdentity> authenticate(RoutingContext context, IdentityProviderManager all) {
    var header = context.request().getHeader("Authorization");
    if (header == null || isOfAWorkload(header)) {
      return Uni.createFrom().nullItem();
    }
    if (!header.startsWith(BEARER) || !holds(header.substring(BEARER.length()))) {
      return Uni.createFrom().failure(new AuthenticationFailedException());
    }
    return Uni.createFrom()
        .item(
            QuarkusSecurityIdentity.builder()
                .setPrincipal(new QuarkusPrincipal("api-token"))
                .addRole(OPERATOR)
                .build());
  }

  /** Ours has no dot in it; {@link WorkloadToken} takes those that have. */
  private static boolean isOfAWorkload(String header) {
    return header.startsWith(BEARER) && AgentLogin.looksLikeOne(header.substring(BEARER.length()));
  }

  private boolean holds(String shown) {
    return lifecycle.server().apiToken().matches(new SecretText(shown));
  }

  @Override
  public Uni<ChallengeData> getChallenge(RoutingContext context) {
    return Uni.createFrom()
        .item(new ChallengeData(UNAUTHORIZED, "WWW-Authenticate", "Bearer realm=\"cartographer\""));
  }
}
